import { createTabwriter, GET_TABLE } from "../../base/tabwriter.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Invocation } from "../command.ts";
import { FailureList, PlainError } from "../errors.ts";
import { noPrinterError, objectPrinter, PrintError, type Printable } from "../print/object-printer.ts";
import { findResources, type ResourceResult } from "../resources/builder.ts";
import { objectOf } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";

/** The formats that get has besides those of all commands. */
export const GET_FORMATS = ["custom-columns", "custom-columns-file", "wide"];

/** Prints objects themselves: one bare, several as a List. kubectl/pkg/cmd/get/get.go printGeneric */
export async function printObjects(invocation: Invocation, args: readonly string[]): Promise<void> {
  const { env, flags, release } = invocation;
  const query = await queryOf(invocation, args);
  const result = await findResources(invocation.factory, {
    ...query,
    allowEmptySelector: true,
    continueOnError: true,
    latest: true,
    flatten: true,
  });
  const { objects, failures } = await collect(invocation, result);
  if (objects.length === 0 && flags.bool("ignore-not-found")) return fail(failures);
  const print = await anyPrinter(invocation);
  const single = result.singleItemImplied && objects.length === 1;
  const metadata = release.has("listSelfLink") ? { resourceVersion: "", selfLink: "" } : { resourceVersion: "" };
  const list = async (): Promise<Printable> => ({ apiVersion: "v1", items: await sorted(invocation, objects), kind: "List", metadata });
  try {
    env.stdout(print(single ? (objects[0] as KubeObject) : await list()));
  } catch (error) {
    if (!(error instanceof PrintError)) throw error;
    env.stdout(error.printed);
    throw new PlainError(error.message);
  }
  return fail(failures);
}

function fail(failures: readonly Error[]): void {
  if (failures.length > 0) throw new FailureList(failures);
}

async function collect(invocation: Invocation, result: ResourceResult): Promise<{ objects: KubeObject[]; failures: readonly Error[] }> {
  const objects: KubeObject[] = [];
  try {
    await result.visit(async (info) => void objects.push(objectOf(info)));
    return { objects, failures: [] };
  } catch (error) {
    const all = error instanceof FailureList ? error.failures : [error as Error];
    const failures = invocation.flags.bool("ignore-not-found") ? all.filter((failure) => !isReason(failure, "NotFound")) : all;
    if (result.singleItemImplied && failures.length > 0) throw new FailureList(failures);
    return { objects, failures };
  }
}

async function sorted(invocation: Invocation, objects: readonly KubeObject[]): Promise<readonly KubeObject[]> {
  const field = invocation.flags.text("sort-by");
  if (field === "" || objects.length === 0) return objects;
  const { sortByField } = await import("../print/sorting.ts");
  return sortByField(objects, field, (object) => object, invocation.env, "*unstructured.Unstructured");
}

/** The printer that -o asks for, custom columns included. Throws for a format that is none. */
export async function anyPrinter(invocation: Invocation): Promise<(object: Printable) => string> {
  const { env, flags } = invocation;
  const printer = await objectPrinter(env, flags);
  if (printer !== undefined) return (object) => printer.print(object);
  const { customColumnsPrinter } = await import("../print/custom-columns.ts");
  const columns = customColumnsPrinter(env, flags.text("output"), flags.text("template"), flags.bool("no-headers"));
  if (columns === undefined) throw noPrinterError(env, flags.text("output"), GET_FORMATS);
  const writer = createTabwriter(GET_TABLE);
  return (object) => {
    try {
      writer.write(columns.print(object));
    } catch (error) {
      if (!(error instanceof PrintError)) throw error;
      writer.write(error.printed);
      throw new PrintError(error.message, writer.flush());
    }
    return writer.flush();
  };
}
