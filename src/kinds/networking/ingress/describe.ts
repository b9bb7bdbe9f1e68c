import { deepClone } from "../../../base/deep.ts";
import type { DescribeContext, DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { loadBalancerAddresses } from "../../core/service/columns.ts";
import { backendsOf } from "../../core/service/backends.ts";
import type { Service } from "../../core/service/types.ts";
import { convertIngress } from "./convert.ts";
import type { Ingress, IngressBackend } from "./types.ts";

const FALLBACK: IngressBackend = { service: { name: "default-http-backend", port: { number: 80 } } };

/** `kubectl describe ingress`. kubectl/pkg/describe/describe.go describeIngressV1 */
export const ingressDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const draft = deepClone(object);
    convertIngress(draft, "v1");
    const ingress = draft as Ingress;
    const { metadata, spec } = ingress;
    const { release } = context;
    const namespace = metadata.namespace ?? "";
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    if (release.has("describeIngressLabels")) describeMap(out, "Labels", metadata.labels);
    out.write(0, `Namespace:\t${namespace}\n`);
    out.write(0, `Address:\t${loadBalancerAddresses(ingress.status?.loadBalancer).join(",")}\n`);
    if (release.has("describeIngressClass")) out.write(0, `Ingress Class:\t${spec.ingressClassName ?? "<none>"}\n`);
    const fallback = await defaultText(ingress, context);
    out.write(0, `Default backend:\t${fallback}\n`);
    describeTls(out, ingress);
    const isOld = splitApiVersion(object.apiVersion).version !== "v1";
    await describeRules(out, ingress, { fallback: isOld ? ` \t${fallback}` : `\t${fallback}`, context });
    describeAnnotations(out, "Annotations", metadata.annotations, release);
    await describeEvents(object, out, context);
  },
};

/** An ingress without a default backend was shown with that of kube-system, which nobody has. */
function defaultText({ metadata, spec }: Ingress, context: DescribeContext): Promise<string> | string {
  if (spec.defaultBackend) return backendText(spec.defaultBackend, metadata.namespace ?? "", context);
  return context.release.has("describeIngressClass") ? "<default>" : backendText(FALLBACK, "kube-system", context);
}

function describeTls(out: DescribeWriter, { spec }: Ingress): void {
  if ((spec.tls ?? []).length > 0) out.write(0, "TLS:\n");
  for (const { secretName, hosts = [] } of spec.tls ?? []) {
    out.write(1, `${secretName ? `${secretName} terminates` : "SNI routes"} ${hosts.join(",")}\n`);
  }
}

async function describeRules(
  out: DescribeWriter,
  { metadata, spec }: Ingress,
  options: { fallback: string; context: DescribeContext },
): Promise<void> {
  out.write(0, "Rules:\n  Host\tPath\tBackends\n");
  out.write(1, "----\t----\t--------\n");
  const rules = (spec.rules ?? []).filter(({ http }) => http !== undefined);
  for (const { host, http } of rules) {
    out.write(1, `${host || "*"}\t\n`);
    for (const { path = "", backend } of http?.paths ?? []) {
      out.write(2, `\t${path} \t${await backendText(backend, metadata.namespace ?? "", options.context)}\n`);
    }
  }
  if (rules.length === 0) out.write(1, `*\t*${options.fallback}\n`);
}

/** `svc:80 (172.16.1.2:80)`, or why the endpoints cannot be had. describeBackendV1 */
async function backendText({ service, resource }: IngressBackend, namespace: string, context: DescribeContext): Promise<string> {
  if (resource) return `APIGroup: ${resource.apiGroup ?? ""}, Kind: ${resource.kind}, Name: ${resource.name}`;
  if (!service) return "";
  const { name: portName, number: port } = service.port ?? {};
  const text = `${service.name}:${port || (portName ?? "")}`;
  try {
    const backends = await backendsOf(context, namespace, service.name, true);
    const ref = { group: "", version: "v1", resource: "services", namespace };
    const { spec } = (await context.client.get(ref, service.name)) as Service;
    const found = spec.ports?.find((one) => (port ? one.port === port : one.name === portName));
    return `${text} (${backends(found?.name ?? "")})`;
  } catch (error) {
    return `${text} (<error: ${error instanceof Error ? error.message : String(error)}>)`;
  }
}
