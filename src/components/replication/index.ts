import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import type { ReplicationController } from "../../kinds/core/replicationcontroller/types.ts";
import type { Component } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { REPLICATION_CONTROLLERS } from "../controller/resources.ts";
import { keepReplicas } from "../replicaset/index.ts";

/** Keeps the pods of replication controllers: they are replica sets with a plain map as selector. */
// pkg/controller/replication/conversion.go, 1.20
export function createReplicationController(): Component {
  return keepReplicas({ name: "replication", title: "replication-controller", resource: REPLICATION_CONTROLLERS, asReplicaSet });
}

function asReplicaSet(object: KubeObject): ReplicaSet {
  const controller = object as ReplicationController;
  const { selector = {}, ...spec } = controller.spec;
  return { ...controller, spec: { ...spec, selector: { matchLabels: selector } } };
}
