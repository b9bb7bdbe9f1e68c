import { compareBytewise } from "../../base/bytewise.ts";
import type { NamespaceCondition } from "../../kinds/core/namespace/types.ts";
import type { Remains } from "./content.ts";

type Finding = Omit<NamespaceCondition, "lastTransitionTime">;

/** Every condition of a terminating namespace, in order, as it is when there is nothing to complain about. */
const ALL_WELL: readonly Finding[] = [
  {
    type: "NamespaceDeletionDiscoveryFailure",
    status: "False",
    reason: "ResourcesDiscovered",
    message: "All resources successfully discovered",
  },
  {
    type: "NamespaceDeletionGroupVersionParsingFailure",
    status: "False",
    reason: "ParsedGroupVersions",
    message: "All legacy kube types successfully parsed",
  },
  {
    type: "NamespaceDeletionContentFailure",
    status: "False",
    reason: "ContentDeleted",
    message: "All content successfully deleted, may be waiting on finalization",
  },
  { type: "NamespaceContentRemaining", status: "False", reason: "ContentRemoved", message: "All content successfully removed" },
  {
    type: "NamespaceFinalizersRemaining",
    status: "False",
    reason: "ContentHasNoFinalizers",
    message: "All content-preserving finalizers finished",
  },
];

/** A namespace's conditions for what is left in it. Times change only with the status. */
// pkg/controller/namespace/deletion/status_condition_utils.go, 1.20
export function namespaceConditions(current: readonly NamespaceCondition[], remains: Remains, time: string): NamespaceCondition[] {
  const findings = findingsOf(remains);
  const conditions = current.map((condition) => ({ ...condition }));
  for (const well of ALL_WELL) {
    const wanted = findings.find((finding) => finding.type === well.type) ?? well;
    const at = conditions.findIndex((condition) => condition.type === well.type);
    const former = conditions[at];
    if (!former) conditions.push({ ...wanted, lastTransitionTime: time });
    else conditions[at] = { ...former, ...wanted, ...(former.status === wanted.status ? {} : { lastTransitionTime: time }) };
  }
  return conditions;
}

/** What client-go says when some servers did not tell their types. client-go/discovery ErrGroupDiscoveryFailed */
export function discoveryFailure(undiscovered: readonly string[]): string {
  return `unable to retrieve the complete list of server APIs: ${undiscovered.join(", ")}`;
}

function findingsOf({ resources, finalizers, errors, undiscovered }: Remains): Finding[] {
  const findings: Finding[] = [];
  if (undiscovered.length > 0) {
    const message = `Discovery failed for some groups, ${undiscovered.length} failing: ${discoveryFailure(undiscovered)}`;
    findings.push({ type: "NamespaceDeletionDiscoveryFailure", status: "True", reason: "DiscoveryFailed", message });
  }
  if (errors.length > 0) {
    const message = `Failed to delete all resource types, ${errors.length} remaining: ${[...errors].sort(compareBytewise).join(", ")}`;
    findings.push({ type: "NamespaceDeletionContentFailure", status: "True", reason: "ContentDeletionFailed", message });
  }
  if (resources.size > 0) {
    const message = `Some resources are remaining: ${listed(resources, (name, count) => `${name} has ${count} resource instances`)}`;
    findings.push({ type: "NamespaceContentRemaining", status: "True", reason: "SomeResourcesRemain", message });
  }
  if (finalizers.size > 0) {
    const what = listed(finalizers, (name, count) => `${name} in ${count} resource instances`);
    const message = `Some content in the namespace has finalizers remaining: ${what}`;
    findings.push({ type: "NamespaceFinalizersRemaining", status: "True", reason: "SomeFinalizersRemain", message });
  }
  return findings;
}

function listed(counts: ReadonlyMap<string, number>, text: (name: string, count: number) => string): string {
  return [...counts]
    .map(([name, count]) => text(name, count))
    .sort(compareBytewise)
    .join(", ");
}
