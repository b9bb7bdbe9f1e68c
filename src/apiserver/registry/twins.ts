import { deepFreeze, isLasting } from "../../base/deep.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { ResourceRequest } from "../../machinery/api.ts";
import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Call } from "../engine.ts";
import { checkFree, nameObject } from "./create.ts";
import { randomUid } from "./names.ts";
import { witness, type Witness } from "./witness.ts";

/** The first object made of a body, and what its making rested on. */
interface First {
  readonly object: KubeObject;
  readonly request: ResourceRequest;
  readonly witness: Witness;
}

/**
 * What was made of frozen bodies. A controller that makes hundreds of pods hands in the very same body each time: from the second on
 * the object differs by its drawn name, its uid and its times alone, as long as all that defaulting, admission and validation looked
 * at is what it was. Then none of that is done again. Both ways give the same object.
 */
export interface Twins {
  /** Answers a create through `create`, or by the object that was made of the same body before. */
  create(call: Call, create: (call: Call) => KubeObject): KubeObject;
}

/** No body known yet. */
export function createTwins(): Twins {
  const firsts = new WeakMap<object, First>();
  return {
    create(call, create) {
      const { body } = call.request;
      if (!mayRepeat(call)) return create(call);
      const first = firsts.get(body as object);
      if (first !== undefined && isAlike(first.request, call.request) && first.witness.stillHolds()) return twinOf(first.object, call);
      const seen = witness(call);
      const { store } = call.engine.options;
      const before = store.revision();
      const object = create(seen.call);
      // Whoever wrote something more on the way, as quotas are, or had something to say, is asked again.
      const isAlone = store.revision() === before + 1 && call.warnings.length === 0;
      if (isAlone && seen.isRepeatable()) {
        // All twins begin with the very same status, so that what becomes of it is worked out once: see binding.ts and own-status.ts.
        deepFreeze(object.status);
        firsts.set(body as object, { object, request: call.request, witness: seen });
      }
      return object;
    },
  };
}

/** Only who can tell that nothing of a body has changed can use it again: it is frozen, and its name is yet to be drawn. */
function mayRepeat({ request, served, engine }: Call): boolean {
  const { body, dryRun, fieldManager, fieldValidation } = request;
  if (!isLasting(body) || dryRun || fieldManager !== undefined || fieldValidation !== undefined) return false;
  const { name, generateName, managedFields } = (body as KubeObject).metadata ?? {};
  return (
    !name &&
    Boolean(generateName) &&
    managedFields === undefined &&
    served.apiVersion === served.storageApiVersion &&
    served.behaviour.allocate === undefined &&
    (engine.options.admission ?? []).length === 0
  );
}

function isAlike(left: ResourceRequest, right: ResourceRequest): boolean {
  return left.user === right.user && left.userAgent === right.userAgent && left.namespace === right.namespace;
}

// The order of draws is that of createDraft.
function twinOf(first: KubeObject, call: Call): KubeObject {
  const { served, engine } = call;
  const { kindContext } = engine;
  const time = formatRfc3339(kindContext.now());
  const twin: Draft = { ...first, metadata: { ...first.metadata, creationTimestamp: time } };
  const { metadata } = twin;
  const { managedFields } = metadata;
  // A create leaves one entry, and its time is the object's.
  if (managedFields && first.metadata.creationTimestamp !== time)
    metadata.managedFields = managedFields.map((entry) => ({ ...entry, time }));
  metadata.uid = kindContext.draw(`uid/${served.resource}`, randomUid);
  metadata.name = "";
  nameObject(call, twin);
  checkFree(call, twin);
  return engine.options.store.put(served.storeKey, twin, true);
}
