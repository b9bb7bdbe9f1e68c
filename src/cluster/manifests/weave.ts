import { formatYaml } from "../../base/yaml-out.ts";
import objects from "../../../fixtures/addons/weave-2.8.yaml" with { type: "yaml" };

/** The manifest of weaveworks/weave v2.8.1, its last release; undefined for other files and releases. */
export function weaveManifest(tag: string, path: string): string | undefined {
  if (!/^(?:v2\.8\.1|latest)$/.test(tag) || !/^weave-daemonset-k8s(?:-1\.11)?\.yaml$/.test(path)) return undefined;
  return (objects as readonly object[]).map((object) => formatYaml(object)).join("---\n");
}
