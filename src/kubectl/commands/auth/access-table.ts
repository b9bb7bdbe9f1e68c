import { createTabwriter, GET_TABLE } from "../../../base/tabwriter.ts";

/** authorization/v1 SubjectRulesReviewStatus */
export interface RulesReview {
  readonly incomplete?: boolean;
  readonly evaluationError?: string;
  readonly resourceRules?: readonly {
    verbs: readonly string[];
    apiGroups?: readonly string[];
    resources?: readonly string[];
    resourceNames?: readonly string[];
  }[];
  readonly nonResourceRules?: readonly { verbs: readonly string[]; nonResourceURLs?: readonly string[] }[];
}

/** One line: all verbs for one resource, name or path. */
interface Access {
  readonly verbs: string[];
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  readonly path: string;
}

/** The table of `auth can-i --list`. */
// kubectl/pkg/cmd/auth/cani.go printStatus, kubectl/pkg/util/rbac/rbac.go
export function accessTable(review: RulesReview, withHeaders: boolean): string {
  const writer = createTabwriter(GET_TABLE);
  if (withHeaders) writer.write("Resources\tNon-Resource URLs\tResource Names\tVerbs\n");
  for (const each of [...resourceAccess(review), ...pathAccess(review)].toSorted(compareAccess)) {
    writer.write(`${resourceText(each)}\t[${each.path}]\t[${each.name}]\t[${each.verbs.join(" ")}]\n`);
  }
  return writer.flush();
}

/** Rules taken apart and put together again by resource. */
function resourceAccess({ resourceRules = [] }: RulesReview): Access[] {
  const found = new Map<string, Access>();
  for (const { verbs, apiGroups = [], resources = [], resourceNames = [] } of resourceRules) {
    for (const group of apiGroups) {
      for (const resource of resources) {
        for (const name of resourceNames.length === 0 ? [""] : resourceNames) {
          const key = `${group}|${resource}|${name}`;
          const access = found.get(key) ?? { verbs: [], group, resource, name, path: "" };
          found.set(key, access);
          for (const verb of verbs) if (!access.verbs.includes(verb)) access.verbs.push(verb);
        }
      }
    }
  }
  return [...found.values()];
}

function pathAccess({ nonResourceRules = [] }: RulesReview): Access[] {
  return nonResourceRules.flatMap(({ verbs, nonResourceURLs = [] }) =>
    nonResourceURLs.flatMap((path) => verbs.map((verb) => ({ verbs: [verb], group: "", resource: "", name: "", path }))),
  );
}

function resourceText({ group, resource }: Access): string {
  const [head = "", ...sub] = resource.split("/");
  return `${head}${group === "" ? "" : `.${group}`}${sub.length === 0 ? "" : `/${sub.join("/")}`}`;
}

/** Rules are sorted by their text as Go prints them. */
function compareAccess(left: Access, right: Access): number {
  const [a, b] = [sortText(left), sortText(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortText({ verbs, group, resource, name, path }: Access): string {
  const groups = resource === "" ? "" : group;
  return `Verbs:[${verbs.join(" ")}],APIGroups:[${groups}],Resources:[${resource}],ResourceNames:[${name}],NonResourceURLs:[${path}],`;
}
