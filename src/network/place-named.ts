import type { Pod } from "../kinds/core/pod/types.ts";
import type { Lister } from "../machinery/component.ts";
import type { Place } from "./types.ts";

/** What `[NAMESPACE/]POD` means. */
export function podNamed(name: string): { readonly namespace: string; readonly pod: string } {
  const [namespace = "", pod = ""] = name.includes("/") ? name.split("/") : ["default", name];
  return { namespace, pod };
}

/** The place that `pc`, the name of a node, or `[NAMESPACE/]POD` stands for; undefined when nothing is called so. */
export function placeNamed(name: string, lister: Pick<Lister, "get">): Place | undefined {
  if (name === "pc") return { kind: "pc" };
  if (lister.get("nodes", "", name)) return { kind: "node", name };
  const { namespace, pod } = podNamed(name);
  const found = lister.get("pods", namespace, pod) as Pod | undefined;
  return found && { kind: "pod", pod: found };
}
