import type { JsonObject } from "../../../base/json.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";
import { intOrText } from "./poddisruptionbudget.ts";

const RULE = /^([\w*\-.]*)(\/.*)=([\w-]+):([\w-]+)(,(tls)=?([\w-]+)?)?/;

/** `kubectl create ingress` */
// kubectl/pkg/cmd/create/create_ingress.go
export const ingressCommand: Command = {
  use: () => "ingress NAME --rule=host/path=service:port[,tls[=secret]] ",
  long: "Make an Ingress with rules, TLS hosts and a default backend.",
  examples: 'kubectl create ingress site --class=nginx --rule="foo.com/bar=web:80"\nkubectl create ingress all --default-backend=web:80',
  flags: (release) =>
    generatedFlags(release, [
      { name: "class", type: "string", usage: "Ingress class to use" },
      {
        name: "rule",
        type: "stringArray",
        usage: "A rule as host/path=service:port[,tls=secretname]; a path that ends with * is a prefix.",
      },
      { name: "default-backend", type: "string", usage: "Service for all other requests, as svcname:port" },
      { name: "annotation", type: "stringArray", usage: "An annotation, as annotation=value" },
    ]),
  run: runCreateIngress,
};

async function runCreateIngress(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags } = invocation;
  const rules = flags.list("rule");
  const fallback = flags.text("default-backend");
  if (fallback === "" && rules.length === 0) {
    throw new CommandError(
      "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
    );
  }
  const odd = rules.find((rule) => !RULE.test(rule));
  if (odd !== undefined) throw new CommandError(`rule ${odd} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  if (fallback !== "" && fallback.split(":").length !== 2)
    throw new CommandError("default-backend should be in format servicename:serviceport");
  const object = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: namedMetadata(plan, { annotations: annotationsOf(flags.list("annotation")) }),
    spec: {
      ...(flags.text("class") === "" ? {} : { ingressClassName: flags.text("class") }),
      ...(fallback === "" ? {} : { defaultBackend: backendOf(fallback) }),
      tls: tlsOf(rules),
      rules: rulesOf(rules),
    },
  };
  await sendCreated(plan, object, { failure: "failed to create ingress: " });
}

function annotationsOf(words: readonly string[]): Record<string, string> {
  const annotations: Record<string, string> = {};
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals < 0) throw new CommandError(`annotation ${word} is invalid and should be in format key=[value]`);
    annotations[word.slice(0, equals)] = word.slice(equals + 1);
  }
  return annotations;
}

function backendOf(service: string): JsonObject {
  const [name = "", port = ""] = service.split(":");
  const value = intOrText(port);
  return { service: { name, port: typeof value === "number" ? { number: value } : { name: value } } };
}

interface TlsEntry {
  hosts?: string[];
  secretName?: string;
}

/** Hosts with one secret stand together; a host counts once. */
function tlsOf(rules: readonly string[]): TlsEntry[] {
  const entries: TlsEntry[] = [];
  const seen = new Set<string>();
  for (const rule of rules) {
    const parts = rule.split(",");
    if (parts.length !== 2) continue;
    const host = rule.split("/")[0] ?? "";
    const secretName = (parts[1] ?? "").split("=")[1] ?? "";
    if (seen.has(host)) continue;
    seen.add(host);
    const known = entries.find((entry) => (entry.secretName ?? "") === secretName);
    if (known !== undefined) known.hosts = [...(known.hosts ?? []), host];
    else if (host !== "" || secretName !== "")
      entries.push({ ...(host === "" ? {} : { hosts: [host] }), ...(secretName === "" ? {} : { secretName }) });
  }
  return entries;
}

interface RuleEntry {
  host?: string;
  http: { paths: JsonObject[] };
}

function rulesOf(rules: readonly string[]): RuleEntry[] {
  const entries: RuleEntry[] = [];
  for (const rule of rules) {
    const plain = rule.split(",")[0] ?? "";
    const slash = plain.indexOf("/");
    const host = plain.slice(0, slash);
    const path = pathOf(plain.slice(slash + 1));
    const known = entries.find((entry) => (entry.host ?? "") === host);
    if (known !== undefined) known.http.paths.push(path);
    else entries.push({ ...(host === "" ? {} : { host }), http: { paths: [path] } });
  }
  return entries;
}

function pathOf(text: string): JsonObject {
  const [given = "", service = ""] = text.split("=");
  const path = `/${given}`;
  const prefix = path.endsWith("*");
  return { path: prefix ? path.slice(0, -1) : path, pathType: prefix ? "Prefix" : "Exact", backend: backendOf(service) };
}
