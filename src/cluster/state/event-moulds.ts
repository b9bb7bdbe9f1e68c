import { firstStep, follow, type Step } from "../../base/trie.ts";
import type { KubeObject, ManagedFieldsEntry } from "../../machinery/object.ts";
import { notedShape } from "../../machinery/whole-event.ts";
import { GAP } from "./record.ts";

/**
 * What events have in common that components say of pod after pod: the JSON of one with marks where each has a text of its own. In the file it
 * is a part like others, and the record of an event is the list of its own texts.
 */
export interface Mould {
  readonly mould: string;
}

/** An event taken apart: what it has in common with others, and the JSON of its own texts. */
interface Moulded {
  readonly mould: Mould;
  readonly json: string;
}

/** Takes events apart. */
export interface EventMoulds {
  /** Undefined for what is no event of the components', or stands in the file as any object does. */
  takeApart(event: KubeObject): Moulded | undefined;
}

interface Event extends KubeObject {
  readonly involvedObject: Readonly<Record<string, string>>;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly source: { readonly component?: string; readonly host?: string };
  readonly firstTimestamp: string;
}

/** A control character, which no text of an event has, and the place among the own texts. */
const MARK = "\u0001";
const MARKS = /\\u0001(\d)/g;

/** No moulds yet. */
export function createEventMoulds(): EventMoulds {
  const root = firstStep();
  const moulds = new Map<Step, Mould | null>();
  const last = new Map<string, Last>();

  function mouldFor(shape: string, event: Event, own: readonly string[]): Mould | null {
    const former = last.get(event.reason);
    if (former?.shape === shape && isAlike(former.event, event)) return former.mould;
    const step = stepOf(root, shape, event);
    let mould = moulds.get(step);
    if (mould === undefined) moulds.set(step, (mould = mouldOf(event, own)));
    last.set(event.reason, { shape, event, mould });
    return mould;
  }

  return {
    takeApart(object) {
      const shape = notedShape(object);
      if (shape === undefined) return undefined;
      const event = object as Event;
      const { metadata } = event;
      if (metadata.selfLink?.endsWith(metadata.name ?? "") === false) return undefined;
      const own = ownTexts(event);
      const mould = mouldFor(shape, event, own);
      return mould === null ? undefined : { mould, json: JSON.stringify(own) };
    },
  };
}

/** The last event of a reason: what is said of pod after pod is mostly of one mould. */
interface Last {
  readonly shape: string;
  readonly event: Event;
  readonly mould: Mould | null;
}

/** Whether two events of one shape and reason are of one mould, see {@link stepOf}. */
function isAlike(left: Event, right: Event): boolean {
  const [one, other] = [left.involvedObject, right.involvedObject];
  return (
    left.type === right.type &&
    one["fieldPath"] === other["fieldPath"] &&
    one["kind"] === other["kind"] &&
    one["apiVersion"] === other["apiVersion"] &&
    one["namespace"] === other["namespace"] &&
    left.metadata.namespace === right.metadata.namespace &&
    (left.metadata.selfLink === undefined) === (right.metadata.selfLink === undefined) &&
    left.source.component === right.source.component &&
    left.metadata.managedFields?.[0]?.manager === right.metadata.managedFields?.[0]?.manager
  );
}

/** All else that two events of one shape can differ in. */
function stepOf(root: Step, shape: string, { metadata, involvedObject: involved, type, reason, source }: Event): Step {
  let step = follow(follow(follow(root, shape), reason), type);
  step = follow(follow(step, involved["fieldPath"]), involved["kind"]);
  step = follow(follow(step, involved["apiVersion"]), involved["namespace"]);
  step = follow(follow(step, metadata.namespace), metadata.selfLink === undefined);
  return follow(follow(step, source.component), metadata.managedFields?.[0]?.manager);
}

function ownTexts({ metadata, involvedObject: involved, message, source, firstTimestamp }: Event): string[] {
  const { name = "", uid = "", resourceVersion = "" } = metadata;
  const { name: about = "", uid: its = "", resourceVersion: then = "" } = involved;
  return [name, uid, resourceVersion, about, its, then, source.host ?? "", firstTimestamp, message];
}

/** The mould of an event, which gives that very event again; null where it does not. */
function mouldOf(event: Event, own: readonly string[]): Mould | null {
  const { metadata, involvedObject: involved } = event;
  const [name, uid, revision, about, its, then, host, time, message] = own.map((_, at) => `${MARK}${at + 1}`);
  const put = <T extends object>(object: T, marks: Partial<Record<keyof T, unknown>>): T => {
    const copy = { ...object };
    for (const key in marks) if (key in object) Object.assign(copy, { [key]: marks[key] });
    return copy;
  };
  const marked = put(withGaps(event, time), {
    message,
    firstTimestamp: time,
    lastTimestamp: time,
    involvedObject: put(involved, { name: about, uid: its, resourceVersion: then }),
    source: put(event.source, { host }),
  });
  marked.metadata = put(marked.metadata, {
    name,
    uid,
    resourceVersion: revision,
    creationTimestamp: time,
    selfLink: metadata.selfLink?.replace(metadata.name ?? "", String(name)),
  });
  const mould = { mould: JSON.stringify(marked) };
  return textOf(mould, JSON.stringify(own)) === JSON.stringify(withGaps(event)) ? mould : null;
}

/** The event without the sets of its managedFields, which are parts of their own. */
function withGaps(event: Event, time?: string): Event {
  const entries = event.metadata.managedFields?.map((entry) => ({ ...entry, ...(time ? { time } : {}), fieldsV1: GAP }));
  const metadata = { ...event.metadata, ...(entries ? { managedFields: entries as unknown as ManagedFieldsEntry[] } : {}) };
  return { ...event, metadata };
}

/** The list of own texts, as it nearly always is: only what was said, the last of them, has characters that JSON escapes. */
const PLAIN = /^\["([^"\\]*)","([^"\\]*)","([^"\\]*)","([^"\\]*)","([^"\\]*)","([^"\\]*)","([^"\\]*)","([^"\\]*)","(.*)"\]$/s;

/** Moulds as what a match of {@link PLAIN} is replaced by. */
const replacements = new WeakMap<Mould, string>();

/** The JSON of an event, from that of its own texts, which `parse` reads where need be. */
export function textOf(mould: Mould, json: string, parse: (text: string) => unknown = JSON.parse): string {
  let replacement = replacements.get(mould);
  if (replacement === undefined) replacements.set(mould, (replacement = mould.mould.replaceAll("$", "$$$$").replace(MARKS, "$$$1")));
  const text = json.replace(PLAIN, replacement);
  if (text !== json) return text;
  const own = parse(json) as readonly string[];
  return mould.mould.replace(MARKS, (_, place) => JSON.stringify(own[Number(place) - 1] ?? "").slice(1, -1));
}
