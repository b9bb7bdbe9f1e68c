import { humanDuration } from "../../base/human-duration.ts";
import { createTabwriter, GET_TABLE } from "../../base/tabwriter.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Table, TableColumn } from "../../machinery/table.ts";
import type { Invocation } from "../command.ts";
import { Aggregate, CommandError, FailureList, PlainError } from "../errors.ts";
import { createTablePrinter, type TableOptions, type TablePrinter } from "../print/table-printer.ts";
import { findResources } from "../resources/builder.ts";
import { objectOf, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import { groupKindOf, type RestMapping } from "../rest-mapper.ts";

/** Lists objects as tables, one for each type. kubectl/pkg/cmd/get/get.go Run */
export async function printTables(invocation: Invocation, args: readonly string[]): Promise<void> {
  const { env, flags } = invocation;
  const query = await queryOf(invocation, args);
  const serverPrint = flags.bool("server-print");
  const wanted = serverPrint ? ({ as: "table" } as const) : ({ as: "object", flatten: true } as const);
  const result = await findResources(invocation.factory, {
    ...query,
    allowEmptySelector: true,
    continueOnError: true,
    latest: true,
    ...wanted,
  });
  const infos: ResourceInfo[] = [];
  const failures = await result
    .visit(async (info) => void infos.push(info))
    .then(
      () => [],
      (error: unknown) => failuresOf(error),
    );
  const kept = flags.bool("ignore-not-found") ? failures.filter((failure) => !isReason(failure, "NotFound")) : failures;
  const sorted = flags.text("sort-by") === "" ? infos : await sortInfos(invocation, infos);
  const text = await layOut(invocation, sorted);
  env.stdout(text);
  if (text === "" && !flags.bool("ignore-not-found") && kept.length === 0) env.stderr(await emptyMessage(invocation, infos));
  if (kept.length > 0) throw new Aggregate(kept);
}

/** An error and those that it stands for. */
function failuresOf(error: unknown): readonly Error[] {
  return error instanceof FailureList ? error.failures : [error as Error];
}

/** The options of a table printer as the flags say. */
export function tableOptions(invocation: Invocation, mapping: RestMapping, withKind: boolean): TableOptions {
  const { flags, release } = invocation;
  return {
    noHeaders: flags.bool("no-headers"),
    wide: flags.text("output") === "wide",
    withNamespace: flags.bool("all-namespaces") && mapping.namespaced,
    kindPrefix: withKind || flags.bool("show-kind") ? groupKindOf(mapping) : "",
    columnLabels: flags.list("label-columns"),
    showLabels: flags.bool("show-labels"),
    singleLineCells: release.has("singleLineCells"),
  };
}

async function layOut(invocation: Invocation, infos: readonly ResourceInfo[]): Promise<string> {
  const { env } = invocation;
  const first = infos[0]?.mapping;
  const several = infos.some((info) => info.mapping !== first);
  const blocks: string[] = [];
  let printer: TablePrinter | undefined;
  let mapping: RestMapping | undefined;
  let writer = createTabwriter(GET_TABLE);
  const endBlock = (): void => {
    const block = writer.flush();
    if (block !== "") blocks.push(block);
  };
  for (const info of infos) {
    if (printer === undefined || info.mapping !== mapping) {
      endBlock();
      writer = createTabwriter(GET_TABLE);
      mapping = info.mapping;
      printer = createTablePrinter(tableOptions(invocation, mapping, several));
    }
    // A table that cannot be sorted is left out without a word, as kubectl does.
    const table = await sortTable(invocation, info.table ?? plainTable(objectOf(info), env.now())).catch((error: unknown) => {
      if (error instanceof PlainError) throw error;
      return undefined;
    });
    if (table !== undefined) writer.write(printer.print(table));
  }
  endBlock();
  return blocks.join(invocation.flags.bool("no-headers") ? "" : "\n");
}

/** What a client can say of any object by itself: name and age. cli-runtime/pkg/printers/tableprinter.go printObjectMeta */
function plainTable(object: KubeObject, now: number): Table {
  const { name = "", creationTimestamp } = object.metadata;
  const age = creationTimestamp ? humanDuration(now - Date.parse(creationTimestamp)) : "<unknown>";
  const column = (title: string, format: string): TableColumn => ({ name: title, type: "string", format, description: "", priority: 0 });
  const columnDefinitions = [column("Name", "name"), column("Age", "")];
  return { kind: "Table", apiVersion: "meta.k8s.io/v1", metadata: {}, columnDefinitions, rows: [{ cells: [name, age], object }] };
}

async function sortTable(invocation: Invocation, table: Table): Promise<Table> {
  const field = invocation.flags.text("sort-by");
  if (field === "" || table.rows.length < 2) return table;
  const { sortByField } = await import("../print/sorting.ts");
  return { ...table, rows: sortByField(table.rows, field, (row) => row.object, invocation.env, "[][][]reflect.Value") };
}

/** Several results are sorted as wholes first; tables have no fields of objects, so that this mostly fails. */
async function sortInfos(invocation: Invocation, infos: readonly ResourceInfo[]): Promise<readonly ResourceInfo[]> {
  if (infos.length < 2) return infos;
  const { sortByField } = await import("../print/sorting.ts");
  return sortByField(
    infos,
    invocation.flags.text("sort-by"),
    (info) => info.table ?? info.object,
    invocation.env,
    "*unstructured.Unstructured",
  );
}

async function emptyMessage(invocation: Invocation, infos: readonly ResourceInfo[]): Promise<string> {
  const { flags, release, factory } = invocation;
  const inNamespace = release.has("emptyListKnowsScope") ? infos.every((info) => info.mapping.namespaced) : true;
  if (flags.bool("all-namespaces") || !inNamespace) return "No resources found\n";
  return `No resources found in ${(await factory.namespace()).namespace} namespace.\n`;
}

/** For watches: more than one type is too much. */
export function refuseSeveralTypes(infos: readonly ResourceInfo[]): void {
  if (infos.some((info) => info.mapping !== infos[0]?.mapping)) {
    throw new CommandError("watch is only supported on individual resources and resource collections - more than 1 resource was found");
  }
}
