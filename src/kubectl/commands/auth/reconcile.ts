import { deepEqual } from "../../../base/deep.ts";
import type { AsyncClient, ResourceRef } from "../../../machinery/client.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { isReason } from "../../../machinery/status.ts";
import type { Command, Invocation } from "../../command.ts";
import { readDryRun } from "../../dry-run.ts";
import { CommandError, FailureList } from "../../errors.ts";
import { dryRunFlag, filenameFlags, printFlags } from "../../flags/common.ts";
import { type PolicyRule, uncoveredRules } from "../../../machinery/rbac/rule-covers.ts";
import { nameLines, objectPrinter } from "../../print/object-printer.ts";
import { findResources } from "../../resources/builder.ts";
import { objectOf } from "../../resources/info.ts";
import { filesOf, queryOf } from "../../resources/query.ts";

interface Subject {
  readonly kind: string;
  readonly apiGroup?: string;
  readonly name: string;
  readonly namespace?: string;
}

interface RbacObject extends KubeObject {
  rules?: PolicyRule[];
  subjects?: Subject[];
  roleRef?: object;
}

interface Outcome {
  readonly operation: "" | "create" | "update" | "recreate";
  readonly object: RbacObject;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

const GROUP = "rbac.authorization.k8s.io";
const RESOURCES: Readonly<Record<string, string>> = {
  Role: "roles",
  ClusterRole: "clusterroles",
  RoleBinding: "rolebindings",
  ClusterRoleBinding: "clusterrolebindings",
};

/** `kubectl auth reconcile`: adds what roles and bindings lack of a file's. kubectl/pkg/cmd/auth/reconcile.go */
export const reconcileCommand: Command = {
  use: () => "reconcile -f FILENAME",
  long: "Bring roles and bindings up to what files say: rules and subjects that are missing are added.",
  examples: "kubectl auth reconcile -f roles.yaml",
  flags: () => [
    ...printFlags(),
    ...filenameFlags("Files with roles and bindings."),
    { name: "remove-extra-permissions", type: "bool", usage: "Remove rules that the files do not have." },
    { name: "remove-extra-subjects", type: "bool", usage: "Remove subjects that the files do not have." },
    dryRunFlag,
  ],
  async run(invocation) {
    const { flags, args, env, factory, release } = invocation;
    const files = filesOf(flags);
    if (files.filenames.length === 0 && files.kustomize === "") throw new CommandError("must specify one of -f and -k");
    if (args.length > 0) throw new CommandError("no arguments are allowed");
    const isDry = readDryRun(env, flags) !== "none";
    const query = await queryOf(invocation, []);
    // Later releases do not fill in the current namespace, and then refuse an object that names none.
    const fills = release.value("reconcileWithoutNamespace") === "" || query.enforceNamespace === true;
    const result = await findResources(factory, { ...query, ...(fills ? {} : { namespace: "" }), files });
    const failures: Error[] = [];
    for (const info of await result.infos()) {
      const object = objectOf(info) as RbacObject;
      if (RESOURCES[object.kind] === undefined || !object.apiVersion.startsWith(`${GROUP}/`)) continue;
      try {
        await reconcile(invocation, object, isDry);
      } catch (error) {
        failures.push(error as Error);
      }
    }
    if (failures.length > 0) throw new FailureList(failures);
  },
};

async function reconcile(invocation: Invocation, expected: RbacObject, isDry: boolean): Promise<void> {
  const { env, flags, factory, release } = invocation;
  const { namespace = "" } = expected.metadata;
  if (!expected.kind.startsWith("Cluster") && namespace === "") throw new CommandError(release.value("reconcileWithoutNamespace"));
  const ref = { group: GROUP, version: "v1", resource: RESOURCES[expected.kind] ?? "", namespace };
  const client = await factory.client();
  const existing = (await client.get(ref, expected.metadata.name ?? "").catch(nothingWhenMissing)) as RbacObject | undefined;
  const outcome = existing === undefined ? created(expected) : compared(invocation, existing, expected);
  if (!isDry) await write(client, ref, outcome);
  const printer = await objectPrinter(env, flags);
  const word = isDry ? "reconciled (dry run)" : "reconciled";
  env.stdout(printer === undefined ? nameLines(outcome.object, word) : printer.print(outcome.object));
  tell(invocation, outcome);
}

function nothingWhenMissing(error: Error): undefined {
  if (!isReason(error, "NotFound")) throw error;
  return undefined;
}

function created(expected: RbacObject): Outcome {
  return {
    operation: "create",
    object: expected,
    missing: [...(expected.rules ?? []).map(ruleText), ...(expected.subjects ?? []).map(subjectText)],
    extra: [],
  };
}

function compared({ flags }: Invocation, existing: RbacObject, expected: RbacObject): Outcome {
  const metadata = {
    ...existing.metadata,
    ...merged("labels", existing, expected),
    ...merged("annotations", existing, expected),
  };
  const isMetadataSame = deepEqual(metadata, existing.metadata);
  if (expected.kind.endsWith("Binding")) {
    const lacks = (owner: RbacObject, one: Subject): boolean =>
      !(owner.subjects ?? []).some((other) => deepEqual(normal(other), normal(one)));
    const missing = (expected.subjects ?? []).filter((one) => lacks(existing, one));
    const extra = (existing.subjects ?? []).filter((one) => lacks(expected, one));
    const removes = flags.bool("remove-extra-subjects");
    const subjects = removes ? (expected.subjects ?? []) : [...(existing.subjects ?? []), ...missing];
    const texts = { missing: missing.map(subjectText), extra: removes ? extra.map(subjectText) : [] };
    const object = { ...existing, metadata, subjects, roleRef: expected.roleRef ?? {} };
    // A binding to another role starts over: nothing of the old one's subjects counts.
    if (!deepEqual(existing.roleRef, expected.roleRef))
      return { operation: "recreate", object: { ...object, subjects: expected.subjects ?? [] }, missing: [], extra: [] };
    const isSame = isMetadataSame && missing.length === 0 && (!removes || extra.length === 0);
    return { operation: isSame ? "" : "update", object, ...texts };
  }
  const missing = uncoveredRules(existing.rules ?? [], expected.rules ?? []);
  const extra = uncoveredRules(expected.rules ?? [], existing.rules ?? []);
  const removes = flags.bool("remove-extra-permissions");
  const isSame = isMetadataSame && missing.length === 0 && (!removes || extra.length === 0);
  const rules = removes ? (expected.rules ?? []) : [...(existing.rules ?? []), ...missing];
  const texts = { missing: missing.map(ruleText), extra: removes ? extra.map(ruleText) : [] };
  return { operation: isSame ? "" : "update", object: { ...existing, metadata, rules }, ...texts };
}

function merged(field: "labels" | "annotations", existing: RbacObject, expected: RbacObject): object {
  const wanted = expected.metadata[field];
  return wanted === undefined ? {} : { [field]: { ...wanted, ...existing.metadata[field] } };
}

function normal({ kind, apiGroup = "", name, namespace = "" }: Subject): object {
  return { kind, apiGroup: apiGroup || (kind === "ServiceAccount" ? "" : GROUP), name, namespace };
}

async function write(client: AsyncClient, ref: ResourceRef, { operation, object }: Outcome): Promise<void> {
  if (operation === "update") await client.update(ref, object);
  if (operation === "recreate") await client.delete(ref, object.metadata.name ?? "");
  if (operation !== "create" && operation !== "recreate") return;
  const { uid: _, resourceVersion: __, ...metadata } = object.metadata;
  await client.create(ref, { ...object, metadata });
}

/** What had to be done goes to stderr, behind the object's line. */
function tell({ env }: Invocation, { operation, object, missing, extra }: Outcome): void {
  if (operation === "") return;
  const what = object.kind.endsWith("Binding") ? "subjects" : "rules";
  env.stderr(`\treconciliation required ${operation}\n`);
  if (missing.length > 0) env.stderr(`\tmissing ${what} added:\n${missing.map((one) => `\t\t${one}\n`).join("")}`);
  if (extra.length > 0) env.stderr(`\textra ${what} removed:\n${extra.map((one) => `\t\t${one}\n`).join("")}`);
}

function ruleText({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): string {
  const list = (items: readonly string[]): string => `[${items.join(" ")}]`;
  return `{Verbs:${list(verbs)} APIGroups:${list(apiGroups)} Resources:${list(resources)} ResourceNames:${list(resourceNames)} NonResourceURLs:${list(nonResourceURLs)}}`;
}

function subjectText({ kind, apiGroup = "", name, namespace = "" }: Subject): string {
  return `{Kind:${kind} APIGroup:${apiGroup} Name:${name} Namespace:${namespace}}`;
}
