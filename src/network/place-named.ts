import type { Pod } from "../kinds/core/pod/types.ts";
import type { Lister } from "../machinery/component.ts";
import type { Place } from "./types.ts";

/** The place that `pc`, the name of a node, or `[NAMESPACE/]POD` stands for; undefined when nothing is called so. */
export function placeNamed(name: string, lister: Pick<Lister, "get">): Place | undefined {
  if (name === "pc") return { kind: "pc" };
  if (lister.get("nodes", "", name)) return { kind: "node", name };
  const [namespace = "", podName = ""] = name.includes("/") ? name.split("/") : ["default", name];
  const pod = lister.get("pods", namespace, podName) as Pod | undefined;
  return pod && { kind: "pod", pod };
}
