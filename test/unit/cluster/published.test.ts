import { expect, test } from "bun:test";
import { bookFile } from "../../../src/cluster/book-files.ts";
import { publishedManifest } from "../../../src/cluster/manifests/published.ts";

const RAW = "https://raw.githubusercontent.com/metallb/metallb";

test.each([
  [`${RAW}/v0.8.3/manifests/metallb.yaml`, "metallb/controller:v0.8.2", 12],
  [`${RAW}/v0.8.1/manifests/metallb.yaml`, "metallb/controller:v0.8.1", 12],
  [`${RAW}/v0.12.1/manifests/namespace.yaml`, "name: metallb-system", 1],
  [`${RAW}/v0.12.1/manifests/metallb.yaml`, "quay.io/metallb/controller:v0.12.1", 16],
  [`${RAW}/v0.13.4/config/manifests/metallb-native.yaml`, "quay.io/metallb/controller:v0.13.4", 25],
  [`${RAW}/v0.13.5/config/manifests/metallb-native.yaml`, "quay.io/metallb/speaker:v0.13.5", 23],
  [`${RAW}/v0.13.9/config/manifests/metallb-native.yaml`, "quay.io/metallb/speaker:v0.13.9", 23],
  [`${RAW}/refs/tags/v0.13.12/config/manifests/metallb-native.yaml`, "quay.io/metallb/speaker:v0.13.12", 24],
  ["https://github.com/metallb/metallb/raw/v0.15.2/config/manifests/metallb-native.yaml", "quay.io/metallb/speaker:v0.15.2", 25],
  ["https://github.com/metallb/metallb/raw/refs/tags/v0.15.3/config/manifests/metallb-native.yaml", "speaker:v0.15.3", 26],
])("%s", async (url, part, objects) => {
  const text = await publishedManifest(url);
  expect(text).toContain(part);
  expect(text?.match(/^kind: /gm)).toHaveLength(objects);
});

test.each([
  `${RAW}/v0.13.9/config/manifests/metallb-frr.yaml`,
  `${RAW}/v0.1.0/manifests/metallb.yaml`,
  `${RAW}/v0.8.3/config/manifests/metallb-native.yaml`,
  "https://github.com/metallb/metallb",
  "https://example.com/metallb/metallb/v0.8.3/manifests/metallb.yaml",
  "no url",
])("%s is not here", async (url) => {
  expect(await publishedManifest(url)).toBeUndefined();
});

test("the book's MetalLB is the project's", async () => {
  expect(bookFile("/root/_Book_k8sInfra/ch3/3.3.4/metallb.yaml")).toBe(
    (await publishedManifest(`${RAW}/v0.8.3/manifests/metallb.yaml`)) ?? "",
  );
});
