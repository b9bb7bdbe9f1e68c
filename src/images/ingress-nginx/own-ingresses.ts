import type { Lister } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { ConfigMap } from "../../kinds/core/configmap/types.ts";
import type { Endpoints } from "../../kinds/core/endpoints/types.ts";
import type { Secret } from "../../kinds/core/secret/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { Ingress } from "../../kinds/networking/ingress/types.ts";
import type { IngressClass } from "../../kinds/networking/ingressclass/types.ts";
import { convertedIngress } from "./old-shape.ts";
import type { ControllerFlags } from "./arguments.ts";
import { certificateIn, isForHost } from "./certificates.ts";
import type { ClassAsker } from "./classes.ts";
import { isAccepted } from "./accepted.ts";
import type { ContainerView } from "../view.ts";
import type { ControllerRelease } from "./release.ts";
import { settingsOf } from "./settings.ts";
import type { ConfigurationSource } from "./source.ts";

const INGRESSES = "ingresses.networking.k8s.io";

/** Who asks for the class of an ingress. */
export function classAsker(lister: Lister, release: ControllerRelease, flags: ControllerFlags): ClassAsker {
  return { release, flags, classNamed: (name) => lister.get("ingressclasses.networking.k8s.io", "", name) as IngressClass | undefined };
}

/** What a controller's process makes its configuration of. */
export function configurationSource(view: ContainerView, release: ControllerRelease, flags: ControllerFlags): ConfigurationSource {
  const { lister } = view;
  const data = (reference: string): Readonly<Record<string, string>> => {
    const [namespace = "", name = ""] = reference.split("/");
    return (lister.get("configmaps", namespace, name) as ConfigMap | undefined)?.data ?? {};
  };
  const secret = (namespace: string, name: string): Secret | undefined => lister.get("secrets", namespace, name) as Secret | undefined;
  const settings = settingsOf(data(flags.configMap), release, (reference) =>
    Object.entries(data(reference)).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return {
    flags,
    release,
    settings,
    ingresses: ownIngresses(view, flags),
    service: (namespace, name) => lister.get("services", namespace, name) as Service | undefined,
    endpoints: (namespace, name) => lister.get("endpoints", namespace, name) as Endpoints | undefined,
    hasCertificate(namespace, name, host) {
      const certificate = certificateIn(secret(namespace, name));
      return certificate !== undefined && isForHost(certificate, host);
    },
    users(read, { metadata }) {
      const reference = read("auth-secret");
      if (reference === undefined) return { denied: "error reading secret name from annotation" };
      const [first = "", second] = reference.split("/");
      const key = second === undefined ? `${metadata.namespace}/${first}` : reference;
      const found = secret(key.split("/")[0] ?? "", key.split("/")[1] ?? "");
      if (!found) return { denied: `unexpected error reading secret ${key}` };
      const content = Object.entries(found.data ?? {}).map(([name, value]) => [name, atob(value)] as const);
      if (read("auth-secret-type") === "auth-map") return { lines: content.map(([name, value]) => `${name}:${value}`) };
      const file = content.find(([name]) => name === "auth")?.[1];
      return file === undefined ? { denied: `the secret ${key} does not contain a key with value auth` } : { lines: file.split("\n") };
    },
  };
}

/** The ingresses that a process takes care of, oldest first; of one age, the later in the alphabet first. store.go sortIngressSlice */
export function ownIngresses(view: ContainerView, { watchNamespace }: ControllerFlags): Ingress[] {
  const all = view.lister.list(INGRESSES, watchNamespace ? { namespace: watchNamespace } : {}) as readonly Ingress[];
  const own = all.filter((ingress) => isAccepted(view, ingress)).map(convertedIngress);
  const created = ({ metadata }: Ingress): number => parseRfc3339(metadata.creationTimestamp ?? "") ?? 0;
  return own.sort((a, b) => created(a) - created(b) || (objectKey(a) > objectKey(b) ? -1 : 1));
}
