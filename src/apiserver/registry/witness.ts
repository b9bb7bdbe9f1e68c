import type { RequestContext } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { ListQuery, Stamp } from "../../machinery/store.ts";
import type { Call } from "../engine.ts";
import { changesOf } from "../store/stamps.ts";

type Get = readonly [resource: string, namespace: string, name: string, found: KubeObject | undefined];
type List = readonly [resource: string, query: ListQuery | undefined, found: readonly KubeObject[]];

/**
 * Notes all that kinds and plug-ins ask on the way of one call. Who asks the same and is answered the same does the same, so that its
 * outcome holds as long as {@link Witness.stillHolds}.
 */
export interface Witness {
  /** The call with everything asked through its context noted. */
  readonly call: Call;
  /** Whether the outcome follows from what was asked: nothing was drawn, and nobody asked what is not noted. */
  isRepeatable(): boolean;
  /** Whether every question would be answered now as it was then. A store hands out the very same objects and lists until they change. */
  stillHolds(): boolean;
}

/** A witness of a call that is about to be answered. */
export function witness(call: Call): Witness {
  const { engine, context } = call;
  const { kindContext } = engine;
  const gets: Get[] = [];
  const lists: List[] = [];
  let askedAt: number | undefined;
  let isOpen = false;
  // Of all that was asked for, and how often it had changed when that was last looked through.
  let stamps: readonly Stamp[] | undefined;
  let changes = -1;

  const noted: RequestContext = {
    ...context,
    get(resource, namespace, name) {
      const found = context.get(resource, namespace, name);
      gets.push([resource, namespace, name, found]);
      return found;
    },
    list(resource, query) {
      const found = context.list(resource, query);
      lists.push([resource, query, found]);
      return found;
    },
    now: () => (askedAt = context.now()),
    draw(stream, draw) {
      isOpen = true;
      return context.draw(stream, draw);
    },
  };
  const { authorizer } = engine;
  const { store } = engine.options;

  /** Whether all that was found is found again. */
  function isFoundAgain(): boolean {
    stamps ??= [...new Set([...gets, ...lists].map(([resource]) => resource))].map((resource) => store.stamp(resource));
    if (changesOf(stamps) === changes) return true;
    const isSame =
      gets.every(([resource, namespace, name, found]) => kindContext.get(resource, namespace, name) === found) &&
      lists.every(([resource, query, found]) => kindContext.list(resource, query) === found);
    if (isSame) changes = changesOf(stamps);
    return isSame;
  }

  const open = <T>(value: T): T => {
    isOpen = true;
    return value;
  };
  return {
    call: {
      ...call,
      context: noted,
      engine: {
        options: engine.options,
        resources: engine.resources,
        kindContext,
        decoder: engine.decoder,
        admission: engine.admission,
        fields: engine.fields,
        twins: engine.twins,
        authorizer: {
          isTrusted: (user) => open(authorizer.isTrusted(user)),
          authorize: (attributes) => open(authorizer.authorize(attributes)),
          rulesFor: (user, namespace) => open(authorizer.rulesFor(user, namespace)),
        },
      },
    },
    isRepeatable: () => !isOpen,
    stillHolds: () => (askedAt === undefined || askedAt === kindContext.now()) && isFoundAgain(),
  };
}
