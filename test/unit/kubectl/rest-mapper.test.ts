import { expect, test } from "bun:test";
import type { ApiResponse } from "../../../src/machinery/api.ts";
import type { AsyncClient } from "../../../src/machinery/client.ts";
import { failure } from "../../../src/machinery/status.ts";
import { createRestMapper } from "../../../src/kubectl/rest-mapper.ts";

const AWAY = "metrics.k8s.io/v1beta1";
const PODS = { name: "pods", singularName: "pod", namespaced: true, kind: "Pod", verbs: ["get"] };

function documentAt(path: string): object {
  if (path === "/api/v1") return { resources: [PODS] };
  if (path === "/apis") return { groups: [{ name: "metrics.k8s.io", versions: [{ version: "v1beta1" }] }] };
  throw failure(503, "ServiceUnavailable", "the server is currently unable to handle the request", {});
}

test("a group whose server is away has no types, and the listener hears of it", async () => {
  const heard: string[][] = [];
  const answer = (path: string): ApiResponse => ({
    code: 200,
    body: documentAt(path) as ApiResponse["body"],
    warnings: [],
    undiscovered: [AWAY],
  });
  const client = { path: async (path: string) => Promise.resolve(answer(path)) } as unknown as AsyncClient;
  const memory = { note: () => undefined, recall: () => undefined, forget: () => undefined };
  const mapper = createRestMapper(
    () => Promise.resolve(client),
    { onUnreachable: () => undefined, onUndiscovered: (groupVersions) => void heard.push([...groupVersions]) },
    memory,
  );
  expect((await mapper.find("pods"))?.kind).toBe("Pod");
  expect(heard).toEqual([[AWAY]]);
  expect((await mapper.lists(true)).map(({ resources }) => resources.length)).toEqual([1]);
  expect(await mapper.failures()).toEqual([`${AWAY}: the server is currently unable to handle the request`]);
});
