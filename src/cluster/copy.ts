import { copyFileSync } from "node:fs";
import { clusterNames, clusterPaths, deleteCluster, discardStaging, makeStaging, publish } from "./home.ts";

/** Copies a cluster that no process has open, replacing a cluster of the copy's name. The cluster in use stays the same. */
export function copyCluster(home: string, name: string, copy: string): void {
  const from = clusterPaths(home, name);
  const staging = makeStaging(home, copy);
  try {
    copyFileSync(from.state, staging.state);
    copyFileSync(from.kubeconfig, staging.kubeconfig);
    publish(home, copy, staging, true);
  } finally {
    discardStaging(staging);
  }
}

/** Removes a cluster if it is there. */
export function removeCluster(home: string, name: string): void {
  if (clusterNames(home).includes(name)) deleteCluster(home, name);
}
