import { expect, test } from "bun:test";
import type { ConfigMap } from "../../../src/kinds/core/configmap/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld } from "./world.ts";

const CONFIG_MAPS = { group: "", version: "v1", resource: "configmaps", namespace: "kube-public" };
const SECRETS = { group: "", version: "v1", resource: "secrets", namespace: "kube-system" };

function token(id: string, data: Record<string, string> = {}): KubeObject {
  const all = { "token-id": id, "token-secret": "0123456789abcdef", "usage-bootstrap-signing": "true", ...data };
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: `bootstrap-token-${id}`, namespace: "kube-system" },
    type: "bootstrap.kubernetes.io/token",
    data: Object.fromEntries(Object.entries(all).map(([key, value]) => [key, btoa(value)])),
  };
}

test("cluster-info is signed with every token that may sign, until it ends", () => {
  const world = createWorld("v1.23.7");
  const namespaces = { ...SECRETS, resource: "namespaces", namespace: "" };
  world.client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-public" } });
  const metadata = { name: "cluster-info", namespace: "kube-public" };
  world.client.create(CONFIG_MAPS, { apiVersion: "v1", kind: "ConfigMap", metadata, data: { kubeconfig: "kind: Config\n" } });
  world.client.create(SECRETS, token("aaaaaa", { expiration: "2026-11-20T11:00:00Z" }));
  world.client.create(SECRETS, token("bbbbbb"));
  world.client.create(SECRETS, token("cccccc", { "usage-bootstrap-signing": "false" }));
  const keys = () => {
    world.advance(0);
    return Object.keys(world.get<ConfigMap>("configmaps", "cluster-info", "kube-public").data ?? {}).toSorted();
  };
  expect(keys()).toEqual(["jws-kubeconfig-aaaaaa", "jws-kubeconfig-bbbbbb", "kubeconfig"]);
  world.advance(3_600_000);
  expect(world.find("secrets", "bootstrap-token-aaaaaa", "kube-system")).toBeUndefined();
  expect(keys()).toEqual(["jws-kubeconfig-bbbbbb", "kubeconfig"]);
});
