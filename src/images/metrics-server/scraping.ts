import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { faultOf } from "../../network/node-faults.ts";
import type { ContainerView } from "../view.ts";
import type { Options } from "./options.ts";

/** From its process's start until it scrapes and listens: a certificate has to be made and caches filled. */
export const START_MS = 1500;
const KUBELET_PORT = 10250;

/** The n-th scrape's time. */
export function scrapeAt({ startedAt }: ContainerView, { resolutionMs }: Options, index: number): number {
  return startedAt + START_MS + index * resolutionMs;
}

/** How many scrapes there have been, those without use included. */
export function scrapesSoFar(view: ContainerView, options: Options): number {
  return Math.max(0, Math.floor((view.now - scrapeAt(view, options, 0)) / options.resolutionMs) + 1);
}

/** Whether it has what it needs to give metrics: a scrape, or two where it makes the rates itself. */
export function hasMetrics(view: ContainerView, options: Options): boolean {
  const { firstUsefulScrape, rates } = options.traits;
  const needed = firstUsefulScrape + (rates === "two-scrapes" ? 2 : 1);
  return scrapesSoFar(view, options) >= needed && nodesOf(view).some((node) => failureOf(node, view.now, view, options) === undefined);
}

/** The cluster's nodes, as the informer of metrics-server knows them. */
export function nodesOf({ lister }: ContainerView): readonly Node[] {
  return lister.list("nodes") as readonly Node[];
}

/**
 * Why a node's kubelet gave no metrics to a scrape at a moment; undefined: it gave some. Nobody remembers what was and is no more, so a node
 * that works again counts as if it always had.
 */
export function failureOf(node: Node, at: number, view: ContainerView, options: Options): string | undefined {
  const address = addressOf(node, options);
  if (address === undefined) return `no address matched types ${JSON.stringify(options.addressTypes).replaceAll('","', '" "')}`;
  const { kubeletPath, permission, log } = options.traits;
  const url = `https://${address.address}:${KUBELET_PORT}${kubeletPath}`;
  const asked = log.structured ? `Get "${url}": ` : `Get ${url}: `;
  const connection = connectionFailure(node, address, at, view);
  if (connection !== undefined) return asked + connection;
  if (!options.insecureTls) {
    return address.isIp
      ? `${asked}x509: cannot validate certificate for ${address.address} because it doesn't contain any IP SANs`
      : `${asked}x509: certificate signed by unknown authority`;
  }
  if (mayGet(view, permission)) return undefined;
  const user = `system:serviceaccount:${view.pod.metadata.namespace}:${view.pod.spec.serviceAccountName || "default"}`;
  const body = `Forbidden (user=${user}, verb=get, resource=nodes, subresource=${permission.split("/")[1]})`;
  return log.structured ? 'request failed, status: "403 Forbidden"' : `request failed - "403 Forbidden", response: "${body}"`;
}

/** Whether a node was there, and gave metrics, at a moment. */
export function isScraped(node: Node, at: number, view: ContainerView, options: Options): boolean {
  return (parseRfc3339(node.metadata.creationTimestamp ?? "") ?? 0) <= at && failureOf(node, at, view, options) === undefined;
}

interface Address {
  readonly address: string;
  readonly isIp: boolean;
}

/** The address by which a node is scraped. */
export function addressOf(node: Node, { addressTypes }: Options): Address | undefined {
  for (const type of addressTypes) {
    const found = node.status?.addresses?.find((one) => one.type === type);
    if (found !== undefined) return { address: found.address, isIp: /^[\d.]+$/.test(found.address) };
  }
  return undefined;
}

function connectionFailure(
  node: Node,
  { address, isIp }: Address,
  at: number,
  { memory, cluster, pod }: ContainerView,
): string | undefined {
  // The cluster's DNS knows no nodes.
  if (!isIp && !pod.spec.hostNetwork) return `dial tcp: lookup ${address} on ${cluster.dnsAddress}:53: no such host`;
  const fault = faultOf(memory, node.metadata.name ?? "");
  if (fault === undefined || fault.since > at) return undefined;
  const target = `dial tcp ${address}:${KUBELET_PORT}: connect: `;
  return target + (fault.kind === "kubelet-stopped" ? "connection refused" : "no route to host");
}

interface RoleBinding extends KubeObject {
  subjects?: { kind: string; name: string; namespace?: string }[];
  roleRef?: { kind: string; name: string };
}

interface Role extends KubeObject {
  rules?: { apiGroups?: string[]; resources?: string[]; verbs?: string[] }[];
}

/** Whether the pod's service account may get a subresource of nodes, which is what kubelets ask the API server. */
function mayGet({ pod, lister }: ContainerView, resource: string): boolean {
  const account = pod.spec.serviceAccountName || "default";
  const isOurs = ({ subjects = [] }: RoleBinding): boolean =>
    subjects.some(({ kind, name, namespace }) => kind === "ServiceAccount" && name === account && namespace === pod.metadata.namespace);
  const bindings = (lister.list("clusterrolebindings.rbac.authorization.k8s.io") as readonly RoleBinding[]).filter(isOurs);
  const roles = bindings.map(
    ({ roleRef }) => lister.get("clusterroles.rbac.authorization.k8s.io", "", roleRef?.name ?? "") as Role | undefined,
  );
  const has = (words: readonly string[] | undefined, word: string): boolean => words?.some((one) => one === word || one === "*") ?? false;
  return roles.some((role) =>
    role?.rules?.some(({ apiGroups, resources, verbs }) => has(apiGroups, "") && has(resources, resource) && has(verbs, "get")),
  );
}
