import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { ResourceRequest, UserInfo } from "../../../src/machinery/api.ts";
import { splitApiVersion, type KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import type { Status } from "../../../src/machinery/status.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "./world.ts";

export const ADMIN: UserInfo = { name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] };

/** What came of a request: its error or "", its warnings, and the object. */
export interface Outcome {
  readonly error: string;
  readonly warnings: readonly string[];
  readonly object: KubeObject;
}

/** An API server with the namespaces default and kube-system, asked object by object. */
export function admissionWorld(version = "v1.25.0") {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const store = createMemoryStore();
  const sim = simAt("2026-11-20T10:00:00Z");
  const api = createApiServer({ store, sim, catalog: createCatalog(), release, schema: loadSchema(release.minor), settings });
  /** Stores an object as it is, with a time and a uid. */
  function put(key: string, object: KubeObject): KubeObject {
    const metadata = { creationTimestamp: "2026-11-20T09:00:00Z", uid: `uid-${object.metadata.name ?? ""}`, ...object.metadata };
    return store.put(key, { ...object, metadata });
  }

  for (const name of ["default", "kube-system"]) {
    put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name }, spec: {}, status: { phase: "Active" } });
    put("serviceaccounts", { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: name } });
  }

  function send(request: Partial<ResourceRequest> & Pick<ResourceRequest, "resource">): Outcome {
    const full: ResourceRequest = {
      verb: "create",
      group: "",
      version: "v1",
      namespace: "",
      user: ADMIN,
      userAgent: "kubectl",
      ...request,
    };
    const { code, body, warnings } = api.handle(full);
    return { error: code >= 400 ? ((body as Status).message ?? "") : "", warnings, object: body as KubeObject };
  }

  function create(resource: string, object: object, request: Partial<ResourceRequest> = {}): Outcome {
    const body = object as KubeObject;
    return send({ resource, ...splitApiVersion(body.apiVersion), namespace: body.metadata.namespace ?? "", body, ...request });
  }

  return { put, store, sim, api, send, create };
}

/** A pod that mounts no token. */
export function podOf(name: string, spec: object = {}, metadata: object = {}): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", ...metadata },
    spec: { automountServiceAccountToken: false, containers: [{ name: "c", image: "nginx" }], ...spec },
  };
}
