import type { ResourceRequest } from "../machinery/api.ts";
import type { KindContext, RequestContext } from "../machinery/kind.ts";
import type { AdmissionPlugin } from "./admission/plugin.ts";
import type { Authorizer } from "./auth/authorizer.ts";
import type { Decoder } from "../machinery/decode/decoder.ts";
import type { FieldTracker } from "./registry/field-tracker.ts";
import type { Twins } from "./registry/twins.ts";
import type { ApiServerOptions } from "./options.ts";
import type { ResourceIndex, ServedResource } from "./resources.ts";

/** The parts of one API server that changes go through. */
export interface ChangeParts {
  readonly decoder: Decoder;
  readonly admission: readonly AdmissionPlugin[];
  readonly fields: FieldTracker;
  readonly twins: Twins;
}

/** The parts of one API server, made once; those for changes when one of them is first asked for. */
export interface Engine extends ChangeParts {
  readonly options: ApiServerOptions;
  readonly resources: ResourceIndex;
  readonly kindContext: KindContext;
  readonly authorizer: Authorizer;
}

/** One resource request on its way through the server. */
export interface Call {
  readonly engine: Engine;
  readonly served: ServedResource;
  readonly request: ResourceRequest;
  readonly context: RequestContext;
  readonly warnings: string[];
}

/** Opens a call: the context that kinds and plug-ins see, and the place for warnings. */
export function openCall(engine: Engine, served: ServedResource, request: ResourceRequest): Call {
  const warnings: string[] = [];
  const { kindContext } = engine;
  const context: RequestContext = {
    release: kindContext.release,
    cluster: kindContext.cluster,
    now: kindContext.now,
    get: kindContext.get,
    list: kindContext.list,
    draw: kindContext.draw,
    user: request.user,
    dryRun: request.dryRun ?? false,
    subresource: request.subresource ?? "",
    apiVersion: served.apiVersion,
    warn(text) {
      if (!warnings.includes(text)) warnings.push(text);
    },
  };
  return { engine, served, request, context, warnings };
}

/** What a kind's functions may know beside a request. */
export function createKindContext(options: ApiServerOptions): KindContext {
  const { store, sim } = options;
  return {
    release: options.release,
    cluster: options.settings,
    now: () => sim.now(),
    get: (resource, namespace, name) => store.get(resource, namespace, name),
    list: (resource, query) => store.list(resource, query),
    draw: (stream, draw) => sim.draw(stream, draw),
  };
}
