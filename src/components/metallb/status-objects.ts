import type { KubeObject } from "../../machinery/object.ts";
import { splitKey } from "../../machinery/object.ts";
import type { ActingInstance, ProgramContext } from "../in-pod/program.ts";
import type { Announcement } from "./announcements.ts";
import { GROUP } from "./sources.ts";

const RESOURCE = "servicel2statuses";
const NODE_LABEL = `${GROUP}/node`;

function refIn(namespace: string) {
  return { group: GROUP, version: "v1beta1", resource: RESOURCE, namespace };
}

function labelsOf(service: string): Record<string, string> {
  const { namespace, name } = splitKey(service);
  return { [`${GROUP}/service-name`]: name, [`${GROUP}/service-namespace`]: namespace };
}

function existing(service: string, namespace: string, { lister }: ProgramContext): KubeObject[] {
  const wanted = Object.entries(labelsOf(service));
  return lister
    .list(`${RESOURCE}.${GROUP}`, { namespace })
    .filter(({ metadata: { labels } }) => wanted.every(([key, value]) => labels?.[key] === value));
}

/** Has an object say which node announces a service. internal/k8s/controllers/layer2_status_controller.go */
export function showAnnouncement(service: string, { interfaces }: Announcement, instance: ActingInstance, context: ProgramContext): void {
  const { client, pod } = instance;
  const { namespace = "" } = pod.metadata;
  const node = pod.spec.nodeName ?? "";
  const { namespace: serviceNamespace, name: serviceName } = splitKey(service);
  const named = interfaces.map((name) => ({ name }));
  const status = { node, serviceName, serviceNamespace, ...(named.length > 0 ? { interfaces: named } : {}) };
  const [known] = existing(service, namespace, context);
  if (known && JSON.stringify(known["status"]) === JSON.stringify(status)) return;
  const owner = { apiVersion: "v1", kind: "Pod", name: pod.metadata.name ?? "", uid: pod.metadata.uid ?? "" };
  const labels = { [NODE_LABEL]: node, ...labelsOf(service) };
  const metadata = known
    ? { ...known.metadata, labels, ownerReferences: [owner] }
    : { generateName: "l2-", namespace, labels, ownerReferences: [owner] };
  const object: KubeObject = { apiVersion: `${GROUP}/v1beta1`, kind: "ServiceL2Status", ...known, metadata };
  const kept = known ? client.update(refIn(namespace), object) : client.create(refIn(namespace), object);
  client.updateStatus(refIn(namespace), { ...kept, status } as KubeObject);
}

/** Takes back what a process says of a service that it no longer announces. */
export function hideAnnouncement(service: string, { client, pod }: ActingInstance, context: ProgramContext): void {
  const { namespace = "" } = pod.metadata;
  for (const { metadata } of existing(service, namespace, context)) {
    if (metadata.labels?.[NODE_LABEL] === pod.spec.nodeName) client.delete(refIn(namespace), metadata.name ?? "");
  }
}
