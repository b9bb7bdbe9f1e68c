import { createTabwriter, GET_TABLE } from "../../base/tabwriter.ts";
import { describeAge } from "../../machinery/describing/times.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { type Status, StatusError } from "../../machinery/status.ts";
import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import { allNamespacesFlag, printFlags } from "../flags/common.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { noPrinterError, type ObjectPrinter, objectPrinter } from "../print/object-printer.ts";
import { apiVersionOfMapping, noResourceMatch } from "../rest-mapper.ts";

/** core/v1 Event, as far as it is printed. */
interface Event extends KubeObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject: { readonly kind?: string; readonly name?: string };
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly count?: number;
}

const TYPES: readonly string[] = ["NORMAL", "WARNING"];

/** `kubectl events`, before 1.26 `kubectl alpha events`. kubectl/pkg/cmd/events/events.go, 1.23 and 1.28 */
export const eventsCommand: Command = {
  use: (release) => release.value("eventsUse"),
  long: "List events, oldest first; of one object with --for.",
  examples: "kubectl events --for pod/web --watch",
  flags: eventsFlags,
  async run(invocation) {
    const { flags, factory, release, env } = invocation;
    const namespace = flags.bool("all-namespaces") ? "" : (await factory.namespace()).namespace;
    const fieldSelector = await selectorOf(invocation);
    const printer = release.has("eventsOutput") ? await objectPrinter(env, flags) : undefined;
    if (printer === undefined && release.has("eventsOutput") && flags.text("output") !== "")
      throw noPrinterError(env, flags.text("output"), []);
    const wantedTypes = typesOf(invocation);
    const isWanted = ({ type = "" }: Event): boolean => wantedTypes.length === 0 || wantedTypes.includes(type.toUpperCase());
    if (invocation.flags.bool("watch")) return watchEvents(invocation, namespace, fieldSelector, isWanted);
    return listEvents(invocation, { namespace, fieldSelector, isWanted, printer });
  },
};

function eventsFlags(release: Release): readonly FlagSpec[] {
  return [
    allNamespacesFlag,
    { name: "chunk-size", type: "int64", default: 500, usage: "Fetch long lists in parts of this size; 0 fetches them whole." },
    { name: "for", type: "string", usage: "Only events about this object, as TYPE/NAME." },
    { name: "watch", shorthand: "w", type: "bool", usage: "Go on and show events as they happen." },
    ...(release.has("eventsOutput")
      ? ([
          ...printFlags(),
          { name: "no-headers", type: "bool", usage: "Print rows without the line of headers." },
          { name: "types", type: "stringSlice", usage: "Only events of these types: Normal, Warning." },
        ] as const)
      : []),
  ];
}

function typesOf({ flags }: Invocation): readonly string[] {
  const types = flags.has("types") ? flags.list("types").map((type) => type.toUpperCase()) : [];
  if (types.some((type) => !TYPES.includes(type))) throw new CommandError("valid --types are Normal or Warning");
  return types;
}

async function selectorOf({ flags, factory, release }: Invocation): Promise<string> {
  const target = flags.text("for");
  if (target === "") return "";
  const [type = "", name, ...more] = target.split("/");
  if (name === undefined) throw new CommandError("--for must be in resource/name form");
  if (more.length > 0) throw new CommandError("arguments in resource/name form may not have more than one slash");
  const mapping = await factory.mapper.find(type);
  if (mapping === undefined) throw noResourceMatch(type);
  const version = release.has("eventsOfVersion") ? `involvedObject.apiVersion=${apiVersionOfMapping(mapping)},` : "";
  return `involvedObject.kind=${mapping.kind},${version}involvedObject.name=${name}`;
}

const refOf = (namespace: string) => ({ group: "", version: "v1", resource: "events", namespace });

type Filter = (event: Event) => boolean;

interface Listing {
  readonly namespace: string;
  readonly fieldSelector: string;
  readonly isWanted: Filter;
  readonly printer: ObjectPrinter | undefined;
}

async function listEvents(invocation: Invocation, { namespace, fieldSelector, isWanted, printer }: Listing): Promise<void> {
  const { env, flags, factory } = invocation;
  const list = await (await factory.client()).list(refOf(namespace), fieldSelector === "" ? {} : { fieldSelector });
  const events = (list.items as Event[]).filter(isWanted).toSorted((a, b) => seenAt(a) - seenAt(b));
  if (events.length === 0) {
    env.stderr(flags.bool("all-namespaces") ? "No events found.\n" : `No events found in ${namespace} namespace.\n`);
    return;
  }
  if (printer !== undefined) {
    // A list has no name, and the refusal to print it is lost.
    if (flags.text("output") === "name") return;
    env.stdout(printer.print({ apiVersion: "v1", kind: "EventList", metadata: list.metadata, items: events }));
    return;
  }
  const writer = createTabwriter(GET_TABLE);
  if (showsHeaders(invocation)) writer.write(headings(invocation));
  for (const event of events) writer.write(row(invocation, event));
  env.stdout(writer.flush());
}

async function watchEvents(invocation: Invocation, namespace: string, fieldSelector: string, isWanted: Filter): Promise<void> {
  const { env, factory } = invocation;
  const writer = createTabwriter(GET_TABLE);
  let isFirst = showsHeaders(invocation);
  for await (const { type, object } of (await factory.client()).watch(refOf(namespace), fieldSelector === "" ? {} : { fieldSelector })) {
    if (type === "ERROR") throw new StatusError(object as Status);
    // An event that goes after its hour is no news.
    if (type === "BOOKMARK" || type === "DELETED" || !isWanted(object as Event)) continue;
    if (isFirst) writer.write(headings(invocation));
    isFirst = false;
    writer.write(row(invocation, object as Event));
    env.stdout(writer.flush());
  }
}

function showsHeaders({ flags }: Invocation): boolean {
  return !(flags.has("no-headers") && flags.bool("no-headers"));
}

function headings({ flags }: Invocation): string {
  return `${flags.bool("all-namespaces") ? "NAMESPACE\t" : ""}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`;
}

function row({ env, flags }: Invocation, event: Event): string {
  const { metadata, type = "", reason = "", message = "", involvedObject } = event;
  const object = `${involvedObject.kind ?? ""}/${involvedObject.name ?? ""}`;
  const place = flags.bool("all-namespaces") ? `${metadata.namespace ?? ""}\t` : "";
  return `${place}${lastSeen(event, env.now())}\t${type}\t${reason}\t${object}\t${message.trim()}\n`;
}

function lastSeen({ series, count = 0, firstTimestamp, lastTimestamp, eventTime }: Event, now: number): string {
  const first = describeAge(eventTime || firstTimestamp, now);
  if (series) return `${describeAge(series.lastObservedTime, now)} (x${series.count ?? 0} over ${first})`;
  return count > 1 ? `${describeAge(lastTimestamp, now)} (x${count} over ${first})` : first;
}

/** The moment that orders events; those of one second stay as the server lists them. */
function seenAt({ series, lastTimestamp, eventTime }: Event): number {
  const time = series ? series.lastObservedTime : lastTimestamp || eventTime;
  return time ? Date.parse(time) : 0;
}
