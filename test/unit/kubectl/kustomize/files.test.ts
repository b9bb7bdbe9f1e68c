import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl } from "../support.ts";

const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  a: b\n";
const FILES = {
  "app/kustomization.yaml": "namePrefix: my-\nresources: [cm.yaml]\n",
  "app/cm.yaml": CONFIG_MAP,
};

describe("-k", () => {
  test("creates, shows and deletes what the kustomization comes to", async () => {
    const cluster = fakeCluster();
    const run = async (...args: string[]) => (await kubectl(cluster, args, { files: { ...FILES } })).stdout;
    expect(await run("create", "-k", "app", "--validate=false")).toBe("configmap/my-settings created\n");
    expect(await run("get", "-k", "app", "-o", "name")).toBe("configmap/my-settings\n");
    expect(await run("delete", "-k", "app", "--wait=false")).toBe('configmap "my-settings" deleted\n');
  });

  test("fails in kustomize's words, which differ between versions", async () => {
    const run = async (version: string, ...args: string[]) => (await kubectl(fakeCluster(), [...args, "-k", "nosuch"], { version })).stderr;
    const missing = "evalsymlink failure on 'nosuch' : lstat /root/nosuch: no such file or directory\n";
    const words = {
      "v1.20.2": `absolute path error in 'nosuch' : ${missing}`,
      "v1.23.7": missing,
      "v1.28.1": `must build at directory: not a valid directory: ${missing}`,
    };
    for (const [version, text] of Object.entries(words)) {
      expect(await run(version, "delete")).toBe(`error: ${text}`);
      expect(await run(version, "get", "-o", "yaml")).toBe(`error: ${text}`);
      // Said plainly by those that print as they go, as the real clients 1.20.2 and 1.32.4 do.
      expect(await run(version, "get")).toBe(text);
      expect(await run(version, "describe")).toBe(text);
    }
  });

  test("takes no other files beside it", async () => {
    const { stderr } = await kubectl(fakeCluster(), ["apply", "-k", "app", "-f", "x"], { files: { ...FILES } });
    expect(stderr).toBe("error: only one of -f or -k can be specified\n");
  });
});

describe("what k8sim leaves out is refused by name", () => {
  const build = async (kustomization: string, ...flags: string[]) => {
    const files = { "app/kustomization.yaml": kustomization };
    return (await kubectl(fakeCluster(), ["kustomize", "app", ...flags], { files, version: "v1.32.4" })).stderr;
  };

  test("other machines", async () => {
    const refusal = (url: string) => `error: k8sim has no network: kustomize cannot fetch "${url}"\n`;
    const url = "https://example.com/all.yaml";
    expect(await build(`resources: ["${url}"]\n`)).toBe(refusal(url));
    expect(await build("resources: [github.com/owner/repository]\n")).toBe(refusal("github.com/owner/repository"));
    const { stderr } = await kubectl(fakeCluster(), ["kustomize", "git@example.com:owner/repository.git"], { version: "v1.20.2" });
    expect(stderr).toBe(refusal("git@example.com:owner/repository.git"));
  });

  test("charts, and steps from files of their own", async () => {
    expect(await build("transformers: [t.yaml]\n")).toBe("error: k8sim does not emulate transformers of kustomize\n");
    expect(await build("helmCharts: [{name: x}]\n", "--enable-helm")).toBe("error: k8sim does not emulate helmCharts of kustomize\n");
    expect(await build("namePrefix: a-\n", "--enable-alpha-plugins")).toBe(
      "error: k8sim does not emulate --enable-alpha-plugins of kustomize\n",
    );
  });
});

describe("kustomizes between those that the cases were taken from", () => {
  const DEPLOYMENT =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: c, image: nginx}]}}}\n";
  const build = async (version: string, kustomization: string) => {
    const files = { "app/kustomization.yaml": kustomization, "app/web.yaml": DEPLOYMENT };
    return kubectl(fakeCluster(), ["kustomize", "app"], { files, version });
  };

  // api/filters/imagetag/updater.go of 4.4.1 and 4.5.4
  test("a digest drops the tag until 1.24", async () => {
    const change = "resources: [web.yaml]\nimages: [{name: nginx, newTag: v1, digest: 'sha256:1'}]\n";
    expect((await build("v1.23.7", change)).stdout).toContain("image: nginx@sha256:1\n");
    expect((await build("v1.24.0", change)).stdout).toContain("image: nginx:v1@sha256:1\n");
  });

  // api/types/kustomization.go CheckDeprecatedFields of 4.5.7, 5.0.1 and 5.4.2
  test("deprecations are told from 1.27 on, that of commonLabels from 1.31 on", async () => {
    const old = "bases: []\nresources: [web.yaml]\ncommonLabels: {a: b}\n";
    const told = async (version: string) =>
      [...(await build(version, old)).stderr.matchAll(/'(\w+)' is deprecated/g)].map(([, field]) => field);
    expect(await told("v1.26.0")).toEqual([]);
    expect(await told("v1.27.0")).toEqual(["bases"]);
    expect(await told("v1.31.0")).toEqual(["bases", "commonLabels"]);
  });

  // api/internal/target/kusttarget.go of 5.0.4 and 5.4.2
  test("components see what the generators made from 1.31 on", async () => {
    const files = {
      "app/kustomization.yaml": "configMapGenerator: [{name: c, literals: [a=1]}]\ncomponents: [more]\n",
      "app/more/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigMapGenerator: [{name: c, behavior: merge, literals: [b=2]}]\n",
    };
    const run = async (version: string) => (await kubectl(fakeCluster(), ["kustomize", "app"], { files: { ...files }, version })).code;
    expect([await run("v1.30.0"), await run("v1.31.0")]).toEqual([1, 0]);
  });
});

describe("--output", () => {
  const build = async (output: string, more: Record<string, string>) => {
    const objects = `${CONFIG_MAP}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n`;
    const files = { "app/kustomization.yaml": "resources: [cm.yaml]\n", "app/cm.yaml": objects, ...more };
    return (await kubectl(fakeCluster(), ["kustomize", "app", "-o", output], { files, version: "v1.32.4" })).files;
  };

  test("writes a file", async () => {
    expect((await build("all.yaml", {}))["all.yaml"]).toStartWith("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\n");
  });

  // As the real client 1.32.4 names them.
  test("writes each object into a directory, with its namespace where there are several", async () => {
    const names = async (more: Record<string, string>) =>
      Object.keys(await build("out", { "out/old": "", ...more }))
        .filter((name) => /^out\/.*yaml$/.test(name))
        .sort();
    expect(await names({})).toEqual(["out/v1_configmap_settings.yaml", "out/v1_namespace_shop.yaml"]);
    const spread = `${CONFIG_MAP}---\n${CONFIG_MAP.replace("name: settings", "name: settings\n  namespace: shop")}`;
    expect(await names({ "app/cm.yaml": spread })).toEqual([
      "out/default_v1_configmap_settings.yaml",
      "out/shop_v1_configmap_settings.yaml",
    ]);
  });
});
