import { describe, expect, test } from "bun:test";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";

const MINORS = [18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32];

test.each(MINORS)("1.%i: every kind's types are there, in every field", (minor) => {
  const schema = loadSchema(minor);
  const seen = new Set<string>();
  function visit(type: string): void {
    const name = type.slice(type.lastIndexOf("]") + 1);
    if (seen.has(name) || !name.startsWith("io.")) return;
    seen.add(name);
    const definition = schema.definition(name);
    expect(definition?.name).toBe(name);
    for (const field of definition?.fields ?? []) visit(field.type);
  }
  for (const kind of schema.kinds) visit(kind.def);
  expect(seen.size).toBeGreaterThan(300);
});

const versionsOf = (minor: number, group: string): readonly string[] =>
  loadSchema(minor).groups.find(({ name }) => name === group)?.versions ?? [];
const served = (minor: number, group: string, version: string, kind: string): boolean =>
  loadSchema(minor).kind(group, version, kind)?.served ?? false;

describe("what is served follows the release", () => {
  test("versions of a group, the preferred one first", () => {
    expect(versionsOf(18, "networking.k8s.io")).toEqual(["v1", "v1beta1"]);
    expect(versionsOf(22, "networking.k8s.io")).toEqual(["v1"]);
    expect(versionsOf(21, "policy")).toEqual(["v1", "v1beta1"]);
    expect(versionsOf(25, "policy")).toEqual(["v1"]);
    expect(versionsOf(23, "autoscaling")).toEqual(["v2", "v1", "v2beta1", "v2beta2"]);
    expect(versionsOf(25, "autoscaling")).toEqual(["v2", "v1", "v2beta2"]);
    expect(versionsOf(31, "autoscaling")).toEqual(["v2", "v1"]);
    expect(versionsOf(22, "extensions")).toEqual([]);
  });

  test("kinds", () => {
    expect(MINORS.filter((minor) => served(minor, "networking.k8s.io", "v1", "Ingress"))[0]).toBe(19);
    expect(MINORS.filter((minor) => served(minor, "extensions", "v1beta1", "Ingress")).at(-1)).toBe(21);
    expect(MINORS.filter((minor) => served(minor, "batch", "v1", "CronJob"))[0]).toBe(21);
    expect(MINORS.filter((minor) => served(minor, "policy", "v1beta1", "PodSecurityPolicy")).at(-1)).toBe(24);
    expect(MINORS.filter((minor) => served(minor, "storage.k8s.io", "v1", "CSIStorageCapacity"))[0]).toBe(24);
  });

  test("fields", () => {
    const has = (minor: number, type: string, field: string): boolean => loadSchema(minor).definition(type)?.field(field) !== undefined;
    expect(MINORS.filter((minor) => has(minor, "io.k8s.api.core.v1.PodSpec", "hostUsers"))[0]).toBe(25);
    expect(MINORS.filter((minor) => has(minor, "io.k8s.api.core.v1.SecurityContext", "seccompProfile"))[0]).toBe(19);
    expect(MINORS.filter((minor) => has(minor, "io.k8s.api.core.v1.Volume", "image"))[0]).toBe(31);
    expect(MINORS.filter((minor) => has(minor, "io.k8s.api.core.v1.Probe", "terminationGracePeriodSeconds"))[0]).toBe(21);
    expect(MINORS.filter((minor) => has(minor, "io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry", "subresource"))[0]).toBe(22);
  });
});

test("fields tell how they merge", () => {
  const schema = loadSchema(20);
  const containers = schema.definition("io.k8s.api.core.v1.PodSpec")?.field("containers");
  expect(containers).toMatchObject({ type: "[]io.k8s.api.core.v1.Container", patchStrategy: "merge", patchMergeKey: "name" });
  expect(schema.element(containers?.type ?? "")?.field("ports")).toMatchObject({ listType: "map", mapKeys: ["containerPort", "protocol"] });
  expect(schema.kindDefinition("apps", "v1", "Deployment")?.field("spec")?.type).toBe("io.k8s.api.apps.v1.DeploymentSpec");
  expect(schema.definition("io.k8s.apimachinery.pkg.util.intstr.IntOrString")?.scalar).toBe("string:int-or-string");
  expect(schema.definition("io.k8s.api.core.v1.NoSuchThing")).toBeUndefined();
});

test("kinds tell their names, verbs and subresources", () => {
  const deployment = loadSchema(18).kind("apps", "v1", "Deployment");
  expect(deployment).toMatchObject({ plural: "deployments", shortNames: ["deploy"], categories: ["all"], namespaced: true, served: true });
  expect(deployment?.subresources.map(({ name }) => name)).toEqual(["scale", "status"]);
  expect(
    loadSchema(20)
      .kinds.slice(0, 3)
      .map(({ plural }) => plural),
  ).toEqual(["bindings", "componentstatuses", "configmaps"]);
});
