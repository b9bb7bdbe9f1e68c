import { assert } from "../../../base/assert.ts";
import type { PolicyRule } from "../../../kinds/rbac/role/types.ts";
import type { Subject } from "../../../kinds/rbac/rolebinding/types.ts";
import type { KubeObject } from "../../../machinery/object.ts";

const GROUP = "rbac.authorization.k8s.io";
const API = `${GROUP}/v1`;
const READ = ["get", "list", "watch"];
const WRITE = ["create", "delete", "deletecollection", "patch", "update"];

/** A binding of a role to subjects as {@link readSubject} reads them. */
export function binding(
  kind: string,
  metadata: KubeObject["metadata"],
  role: { kind: string; name: string },
  subjects: readonly string[],
): KubeObject {
  const list = subjects.map(readSubject);
  return {
    apiVersion: API,
    kind,
    metadata,
    roleRef: { apiGroup: GROUP, ...role },
    ...(list.length > 0 ? { subjects: list } : {}),
  };
}

/** `user:NAME`, `group:NAME`, or `NAMESPACE/NAME` of a service account. */
function readSubject(text: string): Subject {
  if (text.startsWith("user:")) return { apiGroup: GROUP, kind: "User", name: text.slice("user:".length) };
  if (text.startsWith("group:")) return { apiGroup: GROUP, kind: "Group", name: text.slice("group:".length) };
  return { kind: "ServiceAccount", ...splitName(text) };
}

/** Namespace and name of `NAMESPACE/NAME`. */
export function splitName(text: string): { namespace: string; name: string } {
  const slash = text.indexOf("/");
  assert(slash > 0, `${text} names a namespace`);
  return { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

/** A rule of the data files: `VERBS GROUPS RESOURCES [NAMES]` or `VERBS url PATHS`. */
export function readRule(line: string): PolicyRule {
  const [verbs = "", groups = "", items = "", names] = line.split(" ");
  const rule: PolicyRule = { verbs: verbs === "read" ? READ : verbs === "write" ? WRITE : verbs.split(",") };
  if (groups === "url") return { ...rule, nonResourceURLs: items.split(",") };
  return {
    ...rule,
    apiGroups: groups.split(",").map((group) => (group === "core" ? "" : group)),
    resources: items.split(","),
    ...(names === undefined ? {} : { resourceNames: names.split(",") }),
  };
}
