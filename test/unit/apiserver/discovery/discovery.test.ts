import { expect, test } from "bun:test";
import { discoveryDocument } from "../../../../src/apiserver/discovery/discovery.ts";
import { sha256 } from "../../../../src/base/sha256.ts";
import { createMemoryStore } from "../../../../src/apiserver/store/memory-store.ts";
import { createResourceIndex } from "../../../../src/apiserver/resources.ts";
import { createCatalog } from "../../../../src/kinds/index.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../../src/release/release.ts";
import { settings, simAt } from "../../../component/apiserver/world.ts";

const release = parseRelease("v1.20.2");
if (!release) throw new Error("no release");
const schema = loadSchema(20);
const catalog = createCatalog();
const index = createResourceIndex(schema, catalog, release, createMemoryStore());
const options = { store: createMemoryStore(), sim: simAt("2026-11-20T10:00:00Z"), catalog, release, schema, settings };

test("sha256 of known texts", () => {
  const hex = (text: string): string => Buffer.from(sha256(text)).toString("hex");
  expect(hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(hex("a".repeat(200))).toBe(new Bun.CryptoHasher("sha256").update("a".repeat(200)).digest("hex"));
});

test("/api and a resource list as a live 1.20 server gives them", () => {
  expect(discoveryDocument("/api", index, options)).toEqual({
    kind: "APIVersions",
    versions: ["v1"],
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: "192.168.1.10:6443" }],
  });
  const apps = JSON.stringify(discoveryDocument("/apis/apps/v1", index, options));
  expect(apps).toStartWith(
    '{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"apps/v1","resources":[{"name":"controllerrevisions","singularName":"","namespaced":true,"kind":"ControllerRevision","verbs":["create","delete","deletecollection","get","list","patch","update","watch"],"storageVersionHash":"85nkx63pcBU="}',
  );
  expect(discoveryDocument("/apis/nope", index, options)).toBeUndefined();
});
