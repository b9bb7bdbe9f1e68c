import { kindTerms } from "../../../src/kinds/index-terms.ts";
import type { KindDefinition, RequestContext } from "../../../src/machinery/kind.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import type { ListQuery } from "../../../src/machinery/store.ts";
import type { FieldError } from "../../../src/machinery/validation/field-error.ts";
import { goQuote } from "../../../src/base/go-format.ts";
import { parseRelease } from "../../../src/release/release.ts";

/** 2026-11-21T12:00:00Z, the test's now. */
export const NOW = Date.parse("2026-11-21T12:00:00Z");

/** A request of kubernetes-admin to a server of that version; `objects` are what it can read, by resource. */
export function requestContext(version = "v1.20.2", objects: Record<string, KubeObject[]> = {}): RequestContext {
  const release = parseRelease(version);
  if (!release) throw new Error(`no release ${version}`);
  const list = (resource: string, query?: ListQuery) =>
    (objects[resource] ?? []).filter((object) => {
      if (query?.namespace !== undefined && object.metadata.namespace !== query.namespace) return false;
      return query?.index === undefined || kindTerms(resource, object).includes(query.index);
    });
  return {
    release,
    now: () => NOW,
    get: (resource, namespace, name) => list(resource, { namespace }).find((object) => object.metadata.name === name),
    list,
    draw: (_stream, draw) => draw({ float: () => 0, int: () => 0, pick: (items) => items[0] as never }),
    user: { name: "kubernetes-admin", groups: ["system:masters"] },
    dryRun: false,
    subresource: "",
    warn: () => {},
    cluster: {
      serviceCidr: "10.96.0.0/12",
      podCidr: "172.16.0.0/16",
      dnsAddress: "10.96.0.10",
      nodePortRange: { from: 30000, to: 32767 },
      clusterDomain: "cluster.local",
      apiServerUrl: "https://192.168.1.10:6443",
      containerRuntime: "docker",
      seed: 1,
    },
  };
}

/** Runs an object through defaults, preparation, validation and allocation, as a create does: what is stored, or the errors' lines. */
export function create(kind: KindDefinition, object: KubeObject, context = requestContext()): { stored: KubeObject; errors: string[] } {
  const draft = structuredClone(object);
  if (kind.namespaced) draft.metadata.namespace ??= "default";
  draft.metadata.creationTimestamp ??= "2026-11-21T11:59:00Z";
  kind.defaults?.(draft, context);
  kind.prepareForCreate?.(draft, context);
  const errors = kind.validate?.(draft, context) ?? [];
  if (errors.length === 0) errors.push(...(kind.allocate?.(draft, undefined, context) ?? []));
  return { stored: draft, errors: errors.map(line) };
}

/** Changes a stored object and runs the change through preparation, validation and allocation. */
export function update(
  kind: KindDefinition,
  old: KubeObject,
  change: (draft: KubeObject) => void,
  context = requestContext(),
): { stored: KubeObject; errors: string[] } {
  const draft = structuredClone(old);
  change(draft);
  kind.defaults?.(draft, context);
  kind.prepareForUpdate?.(draft, old, context);
  const errors = kind.validateUpdate?.(draft, old, context) ?? [];
  if (errors.length === 0) errors.push(...(kind.allocate?.(draft, old, context) ?? []));
  return { stored: draft, errors: errors.map(line) };
}

/** A field error as its line reads, enough of the renderer for assertions. */
export function line(error: FieldError): string {
  const bare = ["Required value", "Forbidden", "Too long", "Internal error"].includes(error.type);
  const value =
    error.goValue ?? (typeof error.value === "string" ? goQuote(error.value) : error.value == null ? '"null"' : String(error.value));
  return `${error.field}: ${error.type}${bare ? "" : `: ${value}`}${error.detail ? `: ${error.detail}` : ""}`;
}
