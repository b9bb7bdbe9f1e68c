import { describe, expect, test } from "bun:test";
import { patchSchema } from "../../../../src/machinery/patch/patch-schema.ts";
import { createThreeWayMergePatch, createTwoWayMergePatch } from "../../../../src/machinery/patch/strategic-diff.ts";
import { applyStrategicMergePatch } from "../../../../src/machinery/patch/strategic-merge.ts";
import { goJson } from "../../../../src/machinery/go-json.ts";
import type { JsonObject } from "../../../../src/base/json.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";

const schema = loadSchema(20);
const deployment = patchSchema(schema, schema.kindDefinition("apps", "v1", "Deployment"));
const pod = patchSchema(schema, schema.kindDefinition("", "v1", "Pod"));
const podWith = (...containers: JsonObject[]): JsonObject => ({ spec: { containers } });

describe("applyStrategicMergePatch", () => {
  const live = podWith({ name: "a", image: "a:1", env: [{ name: "X", value: "1" }] }, { name: "b", image: "b:1" });

  test("containers merge by name, new ones come first as in the patch", () => {
    const patched = applyStrategicMergePatch(live, podWith({ name: "c", image: "c:1" }, { name: "a", image: "a:2" }), pod);
    expect(patched).toEqual(
      podWith({ name: "c", image: "c:1" }, { name: "a", image: "a:2", env: [{ name: "X", value: "1" }] }, { name: "b", image: "b:1" }),
    );
    expect(live).toEqual(podWith({ name: "a", image: "a:1", env: [{ name: "X", value: "1" }] }, { name: "b", image: "b:1" }));
  });

  test("directives delete and replace", () => {
    expect(applyStrategicMergePatch(live, podWith({ name: "a", $patch: "delete" }), pod)).toEqual(podWith({ name: "b", image: "b:1" }));
    expect(applyStrategicMergePatch(live, podWith({ name: "z" }, { $patch: "replace" }), pod)).toEqual(podWith({ name: "z" }));
    expect(applyStrategicMergePatch({ spec: { nodeName: "x" } }, { spec: { $patch: "replace", hostname: "y" } }, pod)).toEqual({
      spec: { hostname: "y" },
    });
    expect(applyStrategicMergePatch({ metadata: { labels: { a: "1" } } }, { metadata: { labels: { a: null } } }, pod)).toEqual({
      metadata: { labels: {} },
    });
  });

  test("finalizers are a set; the parallel list deletes", () => {
    const object = { metadata: { finalizers: ["a", "b"] } };
    expect(applyStrategicMergePatch(object, { metadata: { finalizers: ["c", "a"] } }, pod)).toEqual({
      metadata: { finalizers: ["c", "a", "b"] },
    });
    expect(applyStrategicMergePatch(object, { metadata: { "$deleteFromPrimitiveList/finalizers": ["a"] } }, pod)).toEqual({
      metadata: { finalizers: ["b"] },
    });
  });

  test("element order and retained keys", () => {
    const order = { spec: { "$setElementOrder/containers": [{ name: "b" }, { name: "a" }] } };
    expect(applyStrategicMergePatch(live, order, pod)).toEqual(
      podWith({ name: "b", image: "b:1" }, { name: "a", image: "a:1", env: [{ name: "X", value: "1" }] }),
    );
    const rolling = { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } } };
    expect(applyStrategicMergePatch(rolling, { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } }, deployment)).toEqual({
      spec: { strategy: { type: "Recreate" } },
    });
  });

  test("a new element takes the place of a deleted one in the live order", () => {
    const before = podWith({ name: "1" }, { name: "2" }, { name: "4" });
    const patch = {
      spec: { "$setElementOrder/containers": [{ name: "2" }, { name: "3" }], containers: [{ name: "3" }, { name: "1", $patch: "delete" }] },
    };
    expect(applyStrategicMergePatch(before, patch, pod)).toEqual(podWith({ name: "2" }, { name: "4" }, { name: "3" }));
  });

  test("errors speak as apimachinery does", () => {
    expect(() => applyStrategicMergePatch(live, podWith({ image: "x" }), pod)).toThrow(
      "map: map[image:x] does not contain declared merge key: name",
    );
    expect(() => applyStrategicMergePatch({ spec: { foo: {} } }, { spec: { foo: {} } }, pod)).toThrow(
      'unable to find api field in struct PodSpec for the json field "foo"',
    );
    expect(() => applyStrategicMergePatch(live, podWith({ name: "a", $patch: "oops" }), pod)).toThrow(
      "unknown patch type: oops in map: map[$patch:oops name:a]",
    );
  });
});

test("createTwoWayMergePatch gives additions, changes, deletions and the order", () => {
  const before = podWith({ name: "a", image: "a:1" }, { name: "b", image: "b:1" });
  const after = podWith({ name: "b", image: "b:2" }, { name: "c", image: "c:1" });
  const patch = createTwoWayMergePatch(before, after, pod);
  expect(goJson(patch)).toBe(
    '{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"c"}],"containers":[{"image":"b:2","name":"b"},{"image":"c:1","name":"c"},{"$patch":"delete","name":"a"}]}}',
  );
  expect(applyStrategicMergePatch(before, patch, pod)).toEqual(after);
  expect(createTwoWayMergePatch(before, before, pod)).toEqual({});
});

test("createTwoWayMergePatch lists what stays where the API asks for it", () => {
  const patch = createTwoWayMergePatch(
    { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } } },
    { spec: { strategy: { type: "Recreate" } } },
    deployment,
  );
  expect(goJson(patch)).toBe('{"spec":{"strategy":{"$retainKeys":["type"],"rollingUpdate":null,"type":"Recreate"}}}');
});

test("createThreeWayMergePatch deletes what was applied before, and leaves what others set", () => {
  const applied = { metadata: { labels: { a: "1", b: "2" } }, spec: { replicas: 1 } };
  const live = { metadata: { labels: { a: "1", b: "2", other: "x" } }, spec: { replicas: 3, paused: false } };
  const wanted = { metadata: { labels: { a: "9" } }, spec: { replicas: 3 } };
  expect(createThreeWayMergePatch(applied, wanted, live, deployment)).toEqual({ metadata: { labels: { a: "9", b: null } } });
});

test("createThreeWayMergePatch of a service's ports", () => {
  const service = patchSchema(schema, schema.kindDefinition("", "v1", "Service"));
  const applied = {
    spec: {
      ports: [
        { port: 80, name: "http" },
        { port: 443, name: "https" },
      ],
    },
  };
  const live = {
    spec: {
      ports: [
        { port: 80, name: "http", nodePort: 30080 },
        { port: 443, name: "https", nodePort: 30443 },
      ],
    },
  };
  const wanted = { spec: { ports: [{ port: 80, name: "web" }] } };
  expect(goJson(createThreeWayMergePatch(applied, wanted, live, service))).toBe(
    '{"spec":{"$setElementOrder/ports":[{"port":80}],"ports":[{"name":"web","port":80},{"$patch":"delete","port":443}]}}',
  );
});
