import { createTabwriter, GET_TABLE } from "../../base/tabwriter.ts";
import type { WatchEvent } from "../../machinery/api.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { StatusError, type Status } from "../../machinery/status.ts";
import type { Table } from "../../machinery/table.ts";
import { isHumanReadable } from "../commands/get.ts";
import type { Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import type { Printable } from "../print/object-printer.ts";
import { createTablePrinter } from "../print/table-printer.ts";
import { findResources } from "../resources/builder.ts";
import { infoRef, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import { anyPrinter } from "./objects.ts";
import { refuseSeveralTypes, tableOptions } from "./tables.ts";

/** Prints what one watch hands out; `undefined` as type stands for what was there before. */
type Show = (object: Printable | Table, type: WatchEvent["type"] | undefined) => void;

/** `get -w`: what is there, then each change as it happens. kubectl/pkg/cmd/get/get.go watch */
export async function watchObjects(invocation: Invocation): Promise<void> {
  const { flags, factory, args } = invocation;
  const as = isHumanReadable(invocation) ? "table" : "object";
  const query = await queryOf(invocation, args);
  const result = await findResources(factory, { ...query, allowEmptySelector: true, singleResourceType: true, latest: true, as });
  const infos = await result.infos();
  refuseSeveralTypes(infos);
  const info = infos[0] as ResourceInfo;
  const show = as === "table" ? tableShow(invocation, info) : await objectShow(invocation);
  // Later tables may come without columns, so that the first is shown even when its rows are not wanted.
  if (!flags.bool("watch-only")) for (const object of initialObjects(infos)) show(object, undefined);
  else if (info.table !== undefined) show({ ...info.table, rows: [] }, undefined);
  // cli-runtime/pkg/resource/result.go Watch
  if (infos.length > 1) throw new CommandError(severalText(infos));
  const selectors = {
    ...(query.labelSelector === "" ? {} : { labelSelector: query.labelSelector as string }),
    ...(fieldSelectorOf(query.fieldSelector ?? "", info) === "" ? {} : { fieldSelector: fieldSelectorOf(query.fieldSelector ?? "", info) }),
  };
  const timeoutMs = timeoutOf(flags.text("request-timeout"));
  const client = await factory.client();
  const options = {
    ...selectors,
    as,
    endless: true,
    resourceVersion: versionOf(info),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  } as const;
  for await (const event of client.watch(infoRef(info), options)) {
    if (event.type === "BOOKMARK") continue;
    if (event.type === "ERROR") throw new StatusError(event.object as Status);
    show(event.object as Printable | Table, event.type);
  }
}

/** A watch of one named object is a watch of its type that lets only this name through. */
function fieldSelectorOf(given: string, info: ResourceInfo): string {
  const named = info.name === "" ? "" : `metadata.name=${info.name}`;
  return [given, named].filter((part) => part !== "").join(",");
}

/** Changes after what was just read. */
function versionOf(info: ResourceInfo): string {
  return info.table?.metadata.resourceVersion ?? info.list?.metadata.resourceVersion ?? info.object?.metadata.resourceVersion ?? "";
}

/** What is there before: the rows of several objects as one table. */
function initialObjects(infos: readonly ResourceInfo[]): readonly (Printable | Table)[] {
  const [first] = infos;
  if (first?.table !== undefined) return [{ ...first.table, rows: infos.flatMap(({ table }) => table?.rows ?? []) }];
  return infos.flatMap(({ list, object }) => (list === undefined ? [object as KubeObject] : list.items));
}

function severalText(infos: readonly ResourceInfo[]): string {
  return infos.some(({ fromFile }) => fromFile === true)
    ? `watch is only supported on individual resources and resource collections - ${infos.length} resources were found`
    : "you may only watch a single resource or type of resource at a time";
}

function timeoutOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) === 0 ? undefined : Number(text) * 1000;
  const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, count = "0", unit = "s"] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/g)) total += Number(count) * (units[unit] ?? 0);
  return total === 0 ? undefined : total;
}

function tableShow(invocation: Invocation, info: ResourceInfo): Show {
  const printer = createTablePrinter(tableOptions(invocation, info.mapping, false));
  const writer = createTabwriter(GET_TABLE);
  const withEvents = invocation.flags.bool("output-watch-events");
  return (table, type) => {
    writer.write(printer.print(table as Table, withEvents ? (type ?? "ADDED") : undefined));
    const text = writer.flush();
    if (text !== "") invocation.env.stdout(text);
  };
}

async function objectShow(invocation: Invocation): Promise<Show> {
  const print = await anyPrinter(invocation);
  const output = invocation.flags.text("output");
  const withEvents = invocation.flags.bool("output-watch-events") && output !== "name";
  return (object, type) => {
    const shown = withEvents ? { type: type ?? "ADDED", object } : (object as Printable);
    invocation.env.stdout(print(shown));
  };
}
