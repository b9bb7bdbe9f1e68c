import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { NODES } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";

const NAME = "ttl";
const ANNOTATION = "node.alpha.kubernetes.io/ttl";

/** How many nodes a cluster may have for each age (in s) up to which kubelets use a cached secret. */
const SIZES: readonly (readonly [nodes: number, seconds: number])[] = [
  [100, 0],
  [500, 15],
  [1000, 30],
  [2000, 60],
];
const LARGEST_SECONDS = 300;

/** Notes on every node how long its kubelet may keep secrets and config maps: the longer, the larger the cluster. */
// pkg/controller/ttl/ttl_controller.go, 1.20
export function createTtlController(): Component {
  return {
    name: NAME,
    user: controllerUser("ttl-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: NODES.key, keys: nodeKeys }],
    ...retrying(NAME, "ttl-controller", (key, context) => {
      const { name } = splitKey(key);
      const node = context.lister.get(NODES.key, "", name);
      const seconds = String(wantedSeconds(context));
      if (!node || node.metadata.annotations?.[ANNOTATION] === seconds) return undefined;
      context.client.patch(NODES.in(""), name, "merge", { metadata: { annotations: { [ANNOTATION]: seconds } } });
      return undefined;
    }),
  };
}

/** Only a node that comes, or one without the annotation, needs a look. */
function nodeKeys({ type, object }: Change): readonly string[] {
  return type === "ADDED" || (type === "MODIFIED" && object.metadata.annotations?.[ANNOTATION] === undefined) ? [objectKey(object)] : [];
}

function wantedSeconds({ lister }: ComponentContext): number {
  const count = lister.count(NODES.key);
  return SIZES.find(([nodes]) => count <= nodes)?.[1] ?? LARGEST_SECONDS;
}
