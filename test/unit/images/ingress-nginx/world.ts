import { controllerFlags } from "../../../../src/images/ingress-nginx/arguments.ts";
import { createConfiguration } from "../../../../src/images/ingress-nginx/configuration.ts";
import { findLocation, rewritten } from "../../../../src/images/ingress-nginx/locations.ts";
import { serverFor } from "../../../../src/images/ingress-nginx/match.ts";
import type { RunningConfiguration } from "../../../../src/images/ingress-nginx/model.ts";
import { controllerRelease } from "../../../../src/images/ingress-nginx/release.ts";
import { requestPath } from "../../../../src/images/ingress-nginx/request-path.ts";
import { settingsOf } from "../../../../src/images/ingress-nginx/settings.ts";
import type { Endpoints } from "../../../../src/kinds/core/endpoints/types.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";
import type { Service } from "../../../../src/kinds/core/service/types.ts";
import type { Ingress } from "../../../../src/kinds/networking/ingress/types.ts";

/** `/foo Prefix web` or, with a host before it, `a.example.com /foo Prefix web`. */
export type Line = string;

/** An ingress of lines, in namespace default; annotations go without the controller's prefix. */
export function ingressOf(
  name: string,
  lines: readonly Line[],
  annotations: Readonly<Record<string, string>> = {},
  spec: object = {},
): Ingress {
  const rules = lines.map((line) => {
    const words = line.split(" ");
    const host = words[0]?.startsWith("/") || words[0] === "-" ? "" : (words.shift() ?? "");
    const [path = "", pathType = "", service = ""] = words;
    const backend = { service: { name: service, port: { number: 80 } } };
    return { ...(host ? { host } : {}), http: { paths: [{ ...(path === "-" ? {} : { path }), pathType, backend }] } };
  });
  const prefixed = Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]);
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace: "default", annotations: Object.fromEntries(prefixed) as Record<string, string> },
    spec: { rules, ...spec },
  };
}

/** The configuration of a release for ingresses, oldest first. Services `none…` are not there; all others have two endpoints. */
export function configurationOf(
  release: string,
  ingresses: readonly Ingress[],
  data: Readonly<Record<string, string>> = {},
): RunningConfiguration {
  const container = { name: "c", image: `registry.k8s.io/ingress-nginx/controller:${release}` };
  const known = controllerRelease(container);
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "ingress-nginx" },
    spec: { containers: [container] },
  };
  return createConfiguration({
    release: known,
    flags: controllerFlags(pod, container, known),
    settings: settingsOf(data, known, () => []),
    ingresses,
    service: (namespace, name) =>
      name.startsWith("none")
        ? undefined
        : ({
            apiVersion: "v1",
            kind: "Service",
            metadata: { namespace, name },
            spec: { ports: [{ port: 80, targetPort: 8080 }] },
          } as unknown as Service),
    endpoints: (namespace, name) =>
      ({
        apiVersion: "v1",
        kind: "Endpoints",
        metadata: { namespace, name },
        subsets: [{ addresses: [{ ip: "10.0.0.1" }, { ip: "10.0.0.2" }], ports: [{ port: 8080, protocol: "TCP" }] }],
      }) as Endpoints,
    hasCertificate: (_, name) => !name.startsWith("none"),
    users: () => ({ lines: [] }),
  });
}

/** Where a URL's request goes: `web /path`, `redirect` for one that only lacks its slash, `404` where nobody has asked for it. */
export function routeOf({ servers }: RunningConfiguration, host: string, target: string): string {
  const server = serverFor(servers, host);
  const uri = requestPath(target);
  const match = uri && findLocation(server?.locations ?? [], uri.path);
  if (match === undefined) return "404";
  if (match.kind === "slash") return "redirect";
  const { location } = match;
  const backend = location.backend.replace(/^default-(.*)-80$/, "$1");
  return backend === "upstream-default-backend" ? "404" : `${backend} ${rewritten(location, uri?.path ?? "")}`;
}
