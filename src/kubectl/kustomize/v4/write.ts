import { isJsonObject } from "../../../base/json.ts";
import { parseYaml } from "../../../base/yaml-in.ts";
import type { KubectlEnv } from "../../env.ts";
import { currentId, effectiveNamespace, newResource, NO_NAMESPACE } from "./resource.ts";

/** Writes each object of a build into a file of its own: `apps_v1_deployment_web.yaml`, after `shop_` where namespaces differ. */
// kustomize/commands/build/writer.go
export function writeObjects({ files, release }: KubectlEnv, directory: string, yaml: string): void {
  const objects = (yaml === "" ? [] : yaml.split(/^---\n/m)).flatMap((text) => {
    const object = parseYaml(text);
    return isJsonObject(object) ? [{ text, id: currentId(newResource(object), release) }] : [];
  });
  const namespaces = new Set(objects.map(({ id }) => effectiveNamespace(id)).filter((one) => one !== NO_NAMESPACE));
  for (const { text, id } of objects) {
    const { gvk, name } = id;
    const namespace = effectiveNamespace(id);
    const file = [gvk.group, gvk.version, gvk.kind, name]
      .filter((part) => part !== "")
      .join("_")
      .toLowerCase();
    const place = namespaces.size > 1 && namespace !== NO_NAMESPACE ? `${namespace.toLowerCase()}_` : "";
    files.write(`${directory.replace(/\/+$/, "")}/${place}${file}.yaml`, text);
  }
}
