import { describe, expect, test } from "bun:test";
import type { CustomResourceDefinition } from "../../../src/kinds/apiextensions/customresourcedefinition/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld } from "./world.ts";

const CRDS = { group: "apiextensions.k8s.io", version: "v1", resource: "customresourcedefinitions", namespace: "" };
const TAPES = { group: "example.com", version: "v1", resource: "tapes", namespace: "default" };
const KEY = "customresourcedefinitions.apiextensions.k8s.io";
const tape: KubeObject = { apiVersion: "example.com/v1", kind: "Tape", metadata: { name: "t" } };

function crd(plural: string, kind: string, names: object = {}): KubeObject {
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural, kind, ...names },
      versions: [{ name: "v1", served: true, storage: true, schema }],
    },
  };
}

const conditionsOf = (definition: CustomResourceDefinition): string[] =>
  (definition.status?.conditions ?? []).map(({ type, status, reason }) => `${type} ${status} ${reason ?? ""}`);

describe("a custom resource definition", () => {
  test("gets its names, is established and then serves objects", () => {
    const world = createWorld();
    world.client.create(CRDS, crd("tapes", "Tape"));
    expect(() => world.client.create(TAPES, tape)).toThrow("the server could not find the requested resource");
    world.advance(100);
    const definition = world.get<CustomResourceDefinition>(KEY, "tapes.example.com", "");
    expect(conditionsOf(definition)).toEqual(["NamesAccepted True NoConflicts", "Established True InitialNamesAccepted"]);
    expect(definition.status?.acceptedNames).toEqual({ plural: "tapes", singular: "tape", kind: "Tape", listKind: "TapeList" });
    expect(world.client.create(TAPES, tape).metadata.generation).toBe(1);
  });

  test("takes its objects with it", () => {
    const world = createWorld();
    world.client.create(CRDS, crd("tapes", "Tape"));
    world.advance(100);
    world.client.create(TAPES, tape);
    world.client.delete(CRDS, "tapes.example.com");
    expect(() => world.client.create(TAPES, { ...tape, metadata: { name: "u" } })).toThrow(
      "create not allowed while custom resource definition is terminating",
    );
    world.advance(100);
    expect(world.list("tapes.example.com")).toHaveLength(0);
    expect(world.find(KEY, "tapes.example.com", "")).toBeUndefined();
  });

  test("waits for objects that a finalizer holds", () => {
    const world = createWorld();
    world.client.create(CRDS, crd("tapes", "Tape"));
    world.advance(100);
    world.client.create(TAPES, { ...tape, metadata: { name: "t", finalizers: ["example.com/hold"] } });
    world.client.delete(CRDS, "tapes.example.com");
    world.advance(6000);
    expect(conditionsOf(world.get(KEY, "tapes.example.com", "")).at(-1)).toBe("Terminating True InstanceDeletionInProgress");
    world.client.patch(TAPES, "t", "merge", { metadata: { finalizers: null } });
    world.advance(6000);
    expect(world.find(KEY, "tapes.example.com", "")).toBeUndefined();
  });

  test("does not get a name that another has, until that goes", () => {
    const world = createWorld();
    world.client.create(CRDS, crd("tapes", "Tape", { shortNames: ["tp"] }));
    world.client.create(CRDS, crd("taps", "Tap", { shortNames: ["tp"] }));
    world.advance(100);
    const taps = world.get<CustomResourceDefinition>(KEY, "taps.example.com", "");
    expect(conditionsOf(taps)).toEqual(["NamesAccepted False ShortNamesConflict", "Established False NotAccepted"]);
    expect(taps.status?.conditions?.[0]?.message).toBe('"tp" is already in use');
    world.client.delete(CRDS, "tapes.example.com");
    world.advance(100);
    expect(conditionsOf(world.get(KEY, "taps.example.com", ""))).toEqual([
      "NamesAccepted True NoConflicts",
      "Established True InitialNamesAccepted",
    ]);
  });

  test("its objects go with their namespace and with their owners", () => {
    const world = createWorld();
    world.client.create(CRDS, crd("tapes", "Tape"));
    const namespaces = { group: "", version: "v1", resource: "namespaces", namespace: "" };
    world.client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: "t1" } });
    world.advance(100);
    world.client.create({ ...TAPES, namespace: "t1" }, tape);
    const owner = world.client.create(TAPES, { ...tape, metadata: { name: "owner" } });
    const ownerReferences = [{ apiVersion: "example.com/v1", kind: "Tape", name: "owner", uid: owner.metadata.uid ?? "" }];
    world.client.create(TAPES, { ...tape, metadata: { name: "owned", ownerReferences } });
    world.client.delete(namespaces, "t1");
    world.client.delete(TAPES, "owner");
    world.advance(10_000);
    expect(world.list("tapes.example.com")).toHaveLength(0);
    expect(world.find("namespaces", "t1", "")).toBeUndefined();
  });
});
