import type { ApiHandler, ResourceRequest, ResourceVerb, UserInfo } from "../machinery/api.ts";
import type { Client, DeleteOptions, ResourceRef } from "../machinery/client.ts";
import type { KubeList, KubeObject } from "../machinery/object.ts";
import { throwRefusal } from "./refusal.ts";

/** The synchronous client of a component: it speaks as `user`, and `userAgent` names it in managedFields. */
export function createClient(handler: ApiHandler, user: UserInfo, userAgent: string): Client {
  // Member by member, without spreads: thousands of writes a second go through here.
  function ask(ref: ResourceRef, verb: ResourceVerb, name: string | undefined, body: unknown, more?: Partial<ResourceRequest>) {
    const { group, version, resource, namespace } = ref;
    const request: ResourceRequest = { verb, group, version, resource, namespace, user, userAgent };
    if (name !== undefined) request.name = name;
    if (body !== undefined) request.body = body;
    if (more !== undefined) Object.assign(request, more);
    const response = handler.handle(request);
    throwRefusal(response);
    return response.body;
  }
  return {
    user,
    get: (ref, name) => ask(ref, "get", name, undefined) as KubeObject,
    list: (ref, options) => ask(ref, "list", undefined, undefined, options) as KubeList,
    create: (ref, object, options) =>
      ask(ref, "create", nameForSubresource(object, options?.subresource).name, object, options) as KubeObject,
    update: (ref, object, options) => ask(ref, "update", object.metadata.name ?? "", object, options) as KubeObject,
    updateStatus: (ref, object) => ask(ref, "update", object.metadata.name ?? "", object, STATUS) as KubeObject,
    patch: (ref, name, patchType, patch, options = {}) => ask(ref, "patch", name, patch, { patchType, ...options }) as KubeObject,
    delete(ref, name, options = {}) {
      ask(ref, "delete", name, deleteBody(options), options.dryRun ? { dryRun: true } : undefined);
    },
  };
}

const STATUS = { subresource: "status" } as const;

/** A create through a subresource (binding, eviction) goes to the object that the body names. */
export function nameForSubresource(object: KubeObject, subresource: string | undefined): { name?: string } {
  return subresource === undefined ? {} : { name: object.metadata.name ?? "" };
}

/** DeleteOptions as the API takes them. */
export function deleteBody({ gracePeriodSeconds, propagationPolicy, preconditions, dryRun }: DeleteOptions): Record<string, unknown> {
  return {
    kind: "DeleteOptions",
    apiVersion: "v1",
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(preconditions === undefined ? {} : { preconditions }),
    ...(dryRun ? { dryRun: ["All"] } : {}),
  };
}
