import { expect, test } from "bun:test";
import { DecodeError } from "../../../../src/machinery/decode/decode-problem.ts";
import { decoderOf } from "../../../../src/machinery/decode/decoder.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";

const schema = loadSchema(20);
const decoder = decoderOf(schema);

function decode(kind: string, value: unknown, group = "", version = "v1"): unknown {
  const definition = schema.kindDefinition(group, version, kind);
  if (!definition) throw new Error(kind);
  return decoder.decode(definition, value);
}

test("prunes, fills in structs, drops what is empty, canonicalises quantities", () => {
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", labels: {}, foo: 1 },
    spec: {
      containers: [{ name: "c", args: [], image: "", resources: { limits: { cpu: "1000m", memory: 1024 } } }],
      volumes: [{ name: "v", emptyDir: {} }],
      bar: {},
    },
  };
  expect(decode("Pod", pod)).toEqual({
    kind: "Pod",
    apiVersion: "v1",
    metadata: { name: "p", creationTimestamp: null },
    spec: { volumes: [{ name: "v", emptyDir: {} }], containers: [{ name: "c", resources: { limits: { cpu: "1", memory: "1024" } } }] },
    status: {},
  });
});

test("members come in the order of the Go struct", () => {
  const service = decode("Service", {
    spec: { type: "ClusterIP", ports: [{ port: 80 }] },
    kind: "Service",
    metadata: { name: "s" },
    apiVersion: "v1",
  });
  expect(JSON.stringify(service)).toBe(
    '{"kind":"Service","apiVersion":"v1","metadata":{"name":"s","creationTimestamp":null},"spec":{"ports":[{"port":80,"targetPort":0}],"type":"ClusterIP"},"status":{"loadBalancer":{}}}',
  );
});

test("pointers keep their zero, values lose it", () => {
  expect(decode("Deployment", { spec: { replicas: 0, minReadySeconds: 0, paused: false } }, "apps")).toMatchObject({
    spec: { replicas: 0 },
  });
  expect(decode("Deployment", { spec: { minReadySeconds: 0 } }, "apps")).not.toHaveProperty("spec.minReadySeconds");
});

test("shares nothing with its input, but free-form values that are frozen", () => {
  const labels = Object.freeze({ a: "b" });
  const decoded = decode("ConfigMap", { metadata: { labels } }) as { metadata: { labels: object } };
  expect(decoded.metadata.labels).toEqual(labels);
  expect(decoded.metadata.labels).not.toBe(labels);
});

test("a frozen list is read once where that was asked for, and what was read is frozen", () => {
  const definition = schema.kindDefinition("", "v1", "Pod");
  if (!definition) throw new Error("no Pod");
  const conditions = Object.freeze([Object.freeze({ status: "True", type: "Ready", foo: 1 })]);
  const read = (keepsLists: boolean) =>
    (decoder.decode(definition, { status: { conditions } }, keepsLists) as { status: { conditions: object[] } }).status.conditions;
  expect(read(true)).toEqual(read(false));
  expect(JSON.stringify(read(true))).toBe('[{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null}]');
  expect(read(true)).toBe(read(true));
  expect(Object.isFrozen(read(true)[0])).toBe(true);
  expect(read(false)).not.toBe(read(true));
  expect(Object.isFrozen(read(false)[0])).toBe(false);
});

test("a wrong type is named with its place", () => {
  try {
    decode("Pod", { spec: { containers: [{ ports: [{ containerPort: "x" }] }] } });
    throw new Error("not refused");
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    expect((error as DecodeError).problem).toEqual({
      path: ["spec", "containers", 0, "ports", 0, "containerPort"],
      expected: "integer:int32",
      value: "x",
    });
  }
});
