import { formatGoDuration } from "../../base/go-duration.ts";
import type { JsonObject } from "../../base/json.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ApiResponse, ResourceRequest } from "../../machinery/api.ts";
import type { ExtensionServer } from "../../machinery/extension-server.ts";
import { FieldSelectorError, matchesFields, parseFieldSelector } from "../../machinery/fields.ts";
import { type LabelRequirements, LabelSelectorError, matchesLabels } from "../../machinery/labels.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { canonicalQuantity } from "../../machinery/quantity.ts";
import { badRequest, failure, notFound } from "../../machinery/status.ts";
import type { ContainerView } from "../view.ts";
import { optionsOf } from "./options.ts";
import { type Amounts, type Measured, type Samples, samplesOf, type ViewOf } from "./samples.ts";
import { type Metrics, metricsTable } from "./table.ts";

const GROUP = "metrics.k8s.io";
const VERSION = "v1beta1";
const RESOURCES: readonly JsonObject[] = [
  { name: "nodes", singularName: "", namespaced: false, kind: "NodeMetrics", verbs: ["get", "list"] },
  { name: "pods", singularName: "", namespaced: true, kind: "PodMetrics", verbs: ["get", "list"] },
];

/** What an API of metrics needs of the cluster that it measures. */
export interface MeasuredWorld {
  readonly viewOf: ViewOf;
  /** Reads a label selector as this release's API server does; throws LabelSelectorError. */
  parseLabels(text: string): LabelRequirements;
}

/** The API that a metrics-server serves, `metrics.k8s.io/v1beta1`. Nothing is written for it: it can be asked where nothing may change. */
// pkg/api/{node,pod}.go, 0.6.4; pkg/storage/{node,pod}metrics/reststorage.go, 0.3.6
export function metricsApi(server: ContainerView, world: MeasuredWorld): ExtensionServer {
  return {
    resources: (group, version) => (group === GROUP && version === VERSION ? RESOURCES : undefined),
    handle: (request) => answer(request, server, world),
  };
}

function answer(request: ResourceRequest, server: ContainerView, world: MeasuredWorld): ApiResponse {
  const { verb, resource, name, as } = request;
  if (request.subresource !== undefined || (resource !== "nodes" && resource !== "pods"))
    throw failure(404, "NotFound", "the server could not find the requested resource", {});
  if (verb !== "get" && verb !== "list")
    throw failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});
  const form: Form = { server, samples: samplesOf(server, world.viewOf), isOld: optionsOf(server).traits.rates === "kubelet" };
  const found = verb === "get" && name !== undefined ? [one(request, name, form)] : many(request, form, world);
  if (as === "table") return { code: 200, body: metricsTable(found, form.isOld), warnings: [] };
  const [single] = found;
  if (verb === "get" && single !== undefined) return { code: 200, body: single, warnings: [] };
  const kind = resource === "nodes" ? "NodeMetricsList" : "PodMetricsList";
  const metadata = form.isOld ? { selfLink: pathOf(resource, request.namespace) } : {};
  return { code: 200, body: { kind, apiVersion: `${GROUP}/${VERSION}`, metadata, items: [...found] }, warnings: [] };
}

interface Form {
  readonly server: ContainerView;
  readonly samples: Samples;
  /** Up to 0.4: links to themselves, and no labels. */
  readonly isOld: boolean;
}

function one({ resource, namespace }: ResourceRequest, name: string, form: Form): Metrics {
  const object = form.server.lister.get(resource, resource === "pods" ? namespace : "", name);
  const isKnown = object !== undefined && (resource === "nodes" || form.isOld || isRunning(object));
  if (!isKnown && !(form.isOld && resource === "nodes")) throw notFound("", resource, name);
  const found = object && metricsOf(object, resource, form);
  if (found === undefined)
    throw notFound(GROUP, resource === "pods" ? "podmetrics" : "nodemetrics", resource === "pods" ? `${namespace}/${name}` : name);
  return found;
}

function many(request: ResourceRequest, form: Form, { parseLabels }: MeasuredWorld): Metrics[] {
  const { resource, namespace, labelSelector, fieldSelector } = request;
  const labels = reading(() => parseLabels(labelSelector ?? ""));
  const fields = reading(() => parseFieldSelector(fieldSelector ?? ""));
  const unknown = fields.find(({ field }) => field !== "metadata.name" && field !== "metadata.namespace");
  if (unknown !== undefined) throw badRequest(`field label not supported: ${unknown.field}`);
  const isWanted = ({ metadata }: KubeObject): boolean =>
    matchesLabels(labels, metadata.labels) &&
    matchesFields(fields, (field) => (field === "metadata.name" ? metadata.name : metadata.namespace) ?? "");
  const query = resource === "pods" && namespace !== "" ? { namespace } : {};
  return form.server.lister
    .list(resource, query)
    .filter(isWanted)
    .map((object) => metricsOf(object, resource, form))
    .filter((metrics) => metrics !== undefined);
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof LabelSelectorError || error instanceof FieldSelectorError) throw badRequest(error.message);
    throw error;
  }
}

function isRunning(object: KubeObject): boolean {
  return (object as Pod).status?.phase === "Running";
}

function metricsOf(object: KubeObject, resource: string, { server, samples, isOld }: Form): Metrics | undefined {
  const { name = "", namespace, labels } = object.metadata;
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(isOld ? { selfLink: `${pathOf(resource, namespace ?? "")}/${name}` } : {}),
    creationTimestamp: formatRfc3339(server.now),
    ...(isOld || labels === undefined ? {} : { labels }),
  };
  const apiVersion = `${GROUP}/${VERSION}`;
  if (resource === "nodes") {
    const sample = samples.node(object as Node);
    return sample && { kind: "NodeMetrics", apiVersion, metadata, ...whenOf(sample), usage: usageOf(sample) };
  }
  const sample = isRunning(object) ? samples.pod(object as Pod) : undefined;
  const containers = sample?.containers.map((container) => ({ name: container.name, usage: usageOf(container) }));
  return sample && containers && { kind: "PodMetrics", apiVersion, metadata, ...whenOf(sample), containers };
}

function whenOf({ at, windowMs }: Measured): { timestamp: string; window: string } {
  return { timestamp: formatRfc3339(at), window: formatGoDuration(windowMs) };
}

function usageOf({ cpuNanos, memoryBytes }: Amounts): { cpu: string; memory: string } {
  return { cpu: canonicalQuantity(`${cpuNanos}n`), memory: canonicalQuantity(`${Math.floor(memoryBytes / 1024)}Ki`) };
}

function pathOf(resource: string, namespace: string): string {
  return `/apis/${GROUP}/${VERSION}/${namespace === "" ? "" : `namespaces/${namespace}/`}${resource}`;
}
