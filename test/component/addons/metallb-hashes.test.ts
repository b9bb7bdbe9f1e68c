import { describe, expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { splitYamlDocuments } from "../../../src/base/yaml-documents.ts";
import { parseYaml } from "../../../src/base/yaml-in.ts";
import type { JsonObject } from "../../../src/base/json.ts";
import { metallbManifest } from "../../../src/cluster/manifests/metallb.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import { podTemplateHash } from "../../../src/machinery/hash/pod-template-hash.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "../apiserver/world.ts";

/** facts/metallb.md 3.1: what public clusters call the pods of each manifest. */
const MINORS = [18, 20, 23, 25, 28, 30] as const;
const HASHES: readonly (readonly [tag: string, registry: "" | "quay.io/", kind: "DaemonSet" | "Deployment", hashes: string])[] = [
  ["v0.8.3", "", "Deployment", "5f98465b6b 675d6c9976 599b446d7d 5dfc567599 5c6b5b5fb9 5c5796b759"],
  ["v0.8.3", "", "DaemonSet", "69f56bb877 587c7c54d5 7f88c49d4c 6db8c596c6 6b77fc5c96 799c9d7854"],
  ["v0.8.3", "quay.io/", "Deployment", "5d48db7f99 74b965b5c5 8598c744d9 597c6dffc8 5898b6c896 77b664c58"],
  ["v0.8.3", "quay.io/", "DaemonSet", "7c56cb64d8 89bd4dd7d 79c6794888 dd7f9b44f 5fb799c87f 69cbb564df"],
  ["v0.9.6", "", "Deployment", "5f967757c9 64f86798cc d8df99687 cb866f9c4 6864548856 868cf487fb"],
  ["v0.12.1", "", "Deployment", "777754df96 6554b76d68 57fd9c5bb 6658b8446c 8d6664589 55c47f855c"],
  ["v0.12.1", "", "DaemonSet", "76565d4989 7fbc899d6c 58445bff77 7d7586ffbd 666994cc94 6694bd756b"],
  ["v0.13.4", "", "Deployment", "78456fc455 76b56f7897 64cc46b9f9 65ff9c9848 55fb87fb58 5c96b9f76"],
  ["v0.13.4", "", "DaemonSet", "68fdf7bb48 58f56d7b5b 68547569d6 5bd7bbfffc 6cf8b576b5 7985885f9c"],
  ["v0.13.9", "", "Deployment", "57fdb99c64 6fb986475b 7967ffcf8 844979dcdc 6db6d84dc7 546dcb6c4f"],
  ["v0.13.9", "", "DaemonSet", "8469cf7958 7cf7f7dc88 c6855b74 69578c848c 6d9d7bff95 656795f64c"],
  ["v0.13.10", "", "Deployment", "78d9f758d4 6bd9cd5cd4 6f5c46d94b 66d6955457 5c6b6c8447 75447b664c"],
  ["v0.13.10", "", "DaemonSet", "7c6b9d84d9 7b5d6bc5b5 78899f6b99 5ff9568488 56cd7d8b6 77b65fb87b"],
  ["v0.15.3", "", "Deployment", "9bcf96fcd 7f548b4474 6b449958fb dd88f4bd9 6cb594c767 d54bf7b99"],
  ["v0.15.3", "", "DaemonSet", "b65c6f4fd d47cc6444 6bb7894d66 698f6566c9 79dbdb58df 68f6679799"],
];
const OTHERS: readonly (readonly [tag: string, minor: number, kind: "DaemonSet" | "Deployment", hash: string])[] = [
  ["v0.13.9", 24, "Deployment", "c6c466d64"],
  ["v0.13.9", 24, "DaemonSet", "775bcf8f5b"],
  ["v0.13.9", 26, "Deployment", "68bf958bf9"],
  ["v0.13.9", 26, "DaemonSet", "76fc5c7879"],
  // In many public notes, each with that tag's URL or log line beside it.
  ["v0.9.3", 18, "Deployment", "57f648cb96"],
  ["v0.9.3", 20, "Deployment", "fb659dc8"],
  ["v0.9.5", 20, "Deployment", "65db86ddc6"],
  ["v0.10.2", 20, "Deployment", "6b78bff7d9"],
  ["v0.10.3", 20, "Deployment", "77c44876d"],
  ["v0.11.0", 20, "Deployment", "7dcc8764f4"],
  ["v0.12.1", 22, "Deployment", "66445f859d"],
  ["v0.14.3", 28, "Deployment", "5f56cd6f78"],
  ["v0.14.5", 28, "Deployment", "56bb48dcd4"],
];

const servers = new Map<number, (object: KubeObject, resource: string) => KubeObject>();

/** Makes an object at an API server of a minor and gives it back as the server keeps it. */
function kept(minor: number, object: KubeObject, resource: string): KubeObject {
  let create = servers.get(minor);
  if (create === undefined) {
    const release = parseRelease(`v1.${minor}.0`);
    if (release === undefined) throw new Error(`v1.${minor}.0`);
    const store = createMemoryStore();
    store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "metallb-system" }, status: { phase: "Active" } });
    const sim = simAt("2026-11-20T10:00:00Z");
    const api = createApiServer({ store, sim, catalog: createCatalog(), release, schema: loadSchema(minor), settings });
    const user = { name: "a", groups: ["system:masters"] };
    create = (body, plural) =>
      api.handle({
        verb: "create",
        group: "apps",
        version: "v1",
        resource: plural,
        namespace: "metallb-system",
        user,
        userAgent: "kubectl",
        body,
        dryRun: true,
      }).body as KubeObject;
    servers.set(minor, create);
  }
  return create(object, resource);
}

function hashOf(tag: string, registry: string, kind: string, minor: number): string {
  const path = /^v0\.([89]|1[0-2])\./.test(tag) ? "manifests/metallb.yaml" : "config/manifests/metallb-native.yaml";
  const manifest = (metallbManifest(tag, path) ?? "").replace(/image: metallb\//g, `image: ${registry}metallb/`);
  const objects = splitYamlDocuments(manifest).map(({ text }) => parseYaml(text) as unknown as KubeObject);
  const object = objects.find((one) => one.kind === kind);
  if (object === undefined) throw new Error(`${tag} has no ${kind}`);
  const made = kept(minor, object, `${kind.toLowerCase()}s`) as KubeObject & { spec: { template: JsonObject } };
  if (made.kind !== kind) throw new Error(`1.${minor}: ${JSON.stringify(made)}`);
  return podTemplateHash(made.spec.template, minor);
}

describe("the pods of each manifest have the names that everybody sees", () => {
  test.each(HASHES)("%s %s%s", (tag, registry, kind, hashes) => {
    expect(MINORS.map((minor) => hashOf(tag, registry, kind, minor)).join(" ")).toBe(hashes);
  });
  test.each(OTHERS)("%s on 1.%i: %s %s", (tag, minor, kind, hash) => {
    expect(hashOf(tag, "", kind, minor)).toBe(hash);
  });
});
