import type { ApiHandler, ApiResponse, ResourceRequest, UserInfo } from "../machinery/api.ts";
import type { Client, DeleteOptions, ResourceRef } from "../machinery/client.ts";
import type { KubeList, KubeObject } from "../machinery/object.ts";
import { throwRefusal } from "./refusal.ts";

/** The synchronous client of a component: it speaks as `user`, and `userAgent` names it in managedFields. */
export function createClient(handler: ApiHandler, user: UserInfo, userAgent: string): Client {
  function ask(ref: ResourceRef, request: Pick<ResourceRequest, "verb"> & Partial<ResourceRequest>): ApiResponse["body"] {
    const { group, version, resource, namespace } = ref;
    const response = handler.handle({ group, version, resource, namespace, user, userAgent, ...request });
    throwRefusal(response);
    return response.body;
  }
  return {
    user,
    get: (ref, name) => ask(ref, { verb: "get", name }) as KubeObject,
    list: (ref, options = {}) => ask(ref, { verb: "list", ...options }) as KubeList,
    create: (ref, object, options = {}) =>
      ask(ref, { verb: "create", body: object, ...nameForSubresource(object, options.subresource), ...options }) as KubeObject,
    update: (ref, object, options = {}) =>
      ask(ref, { verb: "update", body: object, name: object.metadata.name ?? "", ...options }) as KubeObject,
    updateStatus: (ref, object) =>
      ask(ref, { verb: "update", body: object, name: object.metadata.name ?? "", subresource: "status" }) as KubeObject,
    patch: (ref, name, patchType, patch, options = {}) =>
      ask(ref, { verb: "patch", name, patchType, body: patch, ...options }) as KubeObject,
    delete(ref, name, options = {}) {
      ask(ref, { verb: "delete", name, body: deleteBody(options), ...(options.dryRun ? { dryRun: true } : {}) });
    },
  };
}

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
