import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { formatYaml } from "../../../base/yaml-out.ts";
import type { Release } from "../../../release/release.ts";
import { KustomizeError, wrapped } from "../errors.ts";
import type { FieldSpec, NameReference } from "../field-specs.ts";
import { type Gvk, isSelected } from "../gvk.ts";
import { isMissing, scalarText } from "../scalars.ts";
import { setScalar, visitField } from "./fields.ts";
import type { ResMap } from "./res-map.ts";
import {
  currentId,
  effectiveNamespace,
  formerIds,
  gvkOfResource,
  idText,
  kindOf,
  nameOf,
  namespaceOf,
  NO_NAMESPACE,
  originalId,
  type Resource,
} from "./resource.ts";

/** Makes names that objects give each other follow the changes of names. api/internal/accumulator/namereferencetransformer.go */
export function followNames(map: ResMap, references: readonly NameReference[]): void {
  const { release } = map;
  const originals = map.list.map((resource) => originalId(resource, release));
  for (const [index, referrer] of map.list.entries()) {
    const original = originals[index];
    if (original === undefined) continue;
    const candidates = visibleFrom(map, referrer);
    for (const reference of references) {
      for (const spec of reference.fieldSpecs ?? []) {
        if (isSelected(original.gvk, spec)) followField({ referrer, spec, target: reference, candidates, release });
      }
    }
  }
}

/** Objects that may be meant: those of the same namespace or none, and of the namespaces of a binding's accounts. */
function visibleFrom({ list, release }: ResMap, referrer: Resource): readonly Resource[] {
  const from = currentId(referrer, release);
  if (from.clusterScoped) return list;
  const namespaces = accountNamespaces(referrer);
  return list.filter((one) => {
    const id = currentId(one, release);
    return id.clusterScoped || effectiveNamespace(id) === effectiveNamespace(from) || namespaces.has(namespaceOf(one));
  });
}

function accountNamespaces(referrer: Resource): ReadonlySet<string> {
  const subjects = kindOf(referrer) === "RoleBinding" ? referrer.object["subjects"] : undefined;
  const accounts = Array.isArray(subjects) ? subjects.filter(isJsonObject).filter((one) => one["kind"] === "ServiceAccount") : [];
  return new Set(accounts.filter((one) => one["namespace"] !== undefined).map((one) => scalarText(one["namespace"])));
}

/** One field of one object that may name others. api/filters/nameref/nameref.go */
interface Following {
  readonly referrer: Resource;
  readonly spec: FieldSpec;
  readonly target: Partial<Gvk>;
  readonly candidates: readonly Resource[];
  readonly release: Release;
}

function followField(following: Following): void {
  const { referrer, spec, release } = following;
  try {
    visitField(referrer.object, { ...spec, ...gvkOfResource(referrer) }, { created: "nothing", release }, (place) => {
      const value = place.get();
      if (value === null) return;
      if (Array.isArray(value)) value.forEach((item, index) => followItem(following, value, item, index));
      else if (isJsonObject(value)) followMapping(following, value);
      else {
        const name = newName(following, scalarText(value));
        if (name !== undefined) setScalar(place, name);
      }
    });
  } catch (error) {
    throw wrapped(`updating name reference in '${spec.path ?? ""}' field of '${idText(currentId(referrer, release), release)}'`, error);
  }
}

function followItem(following: Following, list: JsonValue[], item: JsonValue, index: number): void {
  if (item === null) return;
  if (Array.isArray(item)) throw new KustomizeError("a sequence is expected to be either a string or a map of string");
  if (isJsonObject(item)) {
    followMapping(following, item);
    return;
  }
  const name = newName(following, scalarText(item));
  if (name !== undefined) list[index] = name;
}

function newName(following: Following, old: string): string | undefined {
  const referral = chooseReferral(following, old, following.candidates, (one, other) => nameOf(one) === nameOf(other));
  return referral === undefined || nameOf(referral) === old ? undefined : nameOf(referral);
}

/** A mapping with `name` and maybe `namespace`: both follow. */
function followMapping(following: Following, mapping: JsonObject): void {
  const name = mapping["name"];
  if (name === undefined) throw new KustomizeError("path config error; no 'name' field in node");
  const old = scalarText(name);
  const isSame = (one: Resource, other: Resource): boolean => nameOf(one) === nameOf(other) && namespaceOf(one) === namespaceOf(other);
  const referral = chooseReferral(following, old, ofNamespace(following, mapping["namespace"]), isSame);
  if (referral === undefined || (nameOf(referral) === old && namespaceOf(referral) === "")) return;
  mapping["name"] = nameOf(referral);
  if (namespaceOf(referral) !== "") mapping["namespace"] = namespaceOf(referral);
}

function ofNamespace({ candidates, release }: Following, namespace: JsonValue | undefined): readonly Resource[] {
  if (namespace === undefined) return candidates;
  const wanted = scalarText(namespace);
  const original = candidates.filter((one) => effectiveNamespace(originalId(one, release)) === wanted);
  if (wanted !== NO_NAMESPACE && original.length > 0) return original;
  return candidates.filter((one) => effectiveNamespace(currentId(one, release)) === wanted);
}

type Identical = (one: Resource, other: Resource) => boolean;

function chooseReferral(following: Following, old: string, all: readonly Resource[], identical: Identical): Resource | undefined {
  const { referrer, target, release } = following;
  const role = wantedRole(following);
  let candidates = all.filter((one) => {
    const ids = formerIds(one);
    if (!ids.some((id) => id.name === old) || !ids.some((id) => isSelected(id.gvk, target))) return false;
    return (role === undefined || ids.some((id) => isSelected(id.gvk, role))) && sharesNamespace(one, referrer, release);
  });
  if (candidates.length === 1) return candidates[0];
  const isLoose = release.has("kustomizeLooseReferences");
  candidates = candidates.filter((one) => sameAffixes(one, referrer, isLoose));
  if (isLoose && candidates.length > 1) candidates = candidates.filter((one) => sameAffixes(one, referrer, false));
  const [first] = candidates;
  if (first === undefined || candidates.every((one) => identical(one, first))) return first;
  throw ambiguous(candidates, referrer, release);
}

/** A binding names the kind of the role that it means. */
function wantedRole({ spec, referrer }: Following): Gvk | undefined {
  const role = referrer.object["roleRef"];
  if (spec.path?.endsWith("roleRef/name") !== true || !isJsonObject(role)) return undefined;
  if (isMissing(role["apiGroup"]) || isMissing(role["kind"])) return undefined;
  return { group: scalarText(role["apiGroup"]), version: "", kind: scalarText(role["kind"]) };
}

function sharesNamespace(one: Resource, referrer: Resource, release: Release): boolean {
  const [id, from] = [currentId(one, release), currentId(referrer, release)];
  if (from.clusterScoped || id.clusterScoped || kindOf(one) === "ServiceAccount") return true;
  return effectiveNamespace(id) === effectiveNamespace(from);
}

function sameAffixes(one: Resource, other: Resource, allowsEmpty: boolean): boolean {
  const agree = (left: readonly string[], right: readonly string[]): boolean =>
    (allowsEmpty && (left.length === 0 || right.length === 0)) || sameEnding(left, right);
  return agree(one.prefixes, other.prefixes) && agree(one.suffixes, other.suffixes);
}

function sameEnding(left: readonly string[], right: readonly string[]): boolean {
  const [short, long] = left.length > right.length ? [right, left] : [left, right];
  if (short.length === 0) return long.length === 0;
  return short.every((item, at) => item === long[at + long.length - short.length]);
}

function ambiguous(candidates: readonly Resource[], referrer: Resource, release: Release): KustomizeError {
  const ids = candidates.map((one) => idText(currentId(one, release), release)).join(", ");
  const yaml = (one: Resource): string => formatYaml(one.object);
  const details = candidates.map((one, at) => `--- possible referral ${at}:\n${yaml(one)}\n`).join("");
  if (!release.has("kustomizeLongIds")) return new KustomizeError(` found multiple possible referrals: ${ids}`);
  return new KustomizeError(
    `found multiple possible referrals: ${ids}\n\n**** Too many possible referral targets to referrer:\n${yaml(referrer)}\n${details}`,
  );
}
