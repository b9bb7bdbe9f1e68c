import { deepClone } from "../../../base/deep.ts";
import { isJsonObject, type JsonObject } from "../../../base/json.ts";
import type { Container } from "../../../kinds/core/pod/container/types.ts";
import type { PodSpec } from "../../../kinds/core/pod/types.ts";
import { type KubeObject, splitApiVersion } from "../../../machinery/object.ts";
import type { Invocation } from "../../command.ts";
import type { ResourceInfo } from "../../resources/info.ts";
import { refusalOf } from "./change.ts";

/** The object with its pod spec changed in place by `change`. Throws CommandError for kinds that run no pods. */
// kubectl/pkg/polymorphichelpers/updatepodspec.go
export function withPodSpec(invocation: Invocation, info: ResourceInfo, object: KubeObject, change: (spec: PodSpec) => void): KubeObject {
  const { group, version } = splitApiVersion(object.apiVersion);
  const facet = invocation.env.catalog.byKind(group, object.kind)?.podTemplate;
  if (facet === undefined) throw refusalOf(info, `the object is not a pod or does not have a pod template: *${version}.${object.kind}`);
  const copy = deepClone(object);
  const path = facet.path === "" ? ["spec"] : [...facet.path.split("."), "spec"];
  let place: unknown = copy;
  for (const key of path) {
    const parent = place as JsonObject;
    if (!isJsonObject(parent[key])) parent[key] = {};
    place = parent[key];
  }
  change(place as PodSpec);
  return copy;
}

/** The containers whose names fit a text with `*` as wildcard. kubectl/pkg/cmd/set/helper.go selectContainers */
export function selectContainers(spec: PodSpec, pattern: string): Container[] {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const fits = new RegExp(`^${parts.join(".*")}$`);
  return (spec.containers ?? []).filter(({ name }) => fits.test(name));
}
