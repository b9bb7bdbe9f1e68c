import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { parseYaml } from "../../base/yaml-in.ts";
import { bookDirectory, bookFile } from "../../cluster/book-files.ts";
import { writtenTemplateHash } from "../../cluster/pod-template.ts";
import { MINORS } from "../../release/release.ts";

/** Images that readers of the book run. */
const USUAL = ["nginx", "sysnet4admin/echo-hname", "sysnet4admin/echo-ip", "sysnet4admin/chk-hn", "sysnet4admin/chk-ip", "httpd", "redis"];
const BOOK = "~/_Book_k8sInfra/ch3";

/**
 * The template of a deployment by the hash in its pods' names: of what `kubectl create deployment` makes of one of these images or a usual one, or of a
 * file of the book. Undefined when none has that hash in any version.
 */
export function templateWithHash(name: string, hash: string, images: readonly string[]): JsonObject | undefined {
  const created = [...new Set([...images, ...USUAL])].map((image) => createdTemplate(name, image));
  return [...created, ...bookTemplates(name)].find((template) => MINORS.some((minor) => writtenTemplateHash(template, minor) === hash));
}

/** What `kubectl create deployment NAME --image=IMAGE` sends. */
function createdTemplate(name: string, image: string): JsonObject {
  const container = (image.split("/").at(-1) ?? image).split(/[:@]/)[0] ?? image;
  return { metadata: { labels: { app: name } }, spec: { containers: [{ name: container, image }] } };
}

/** Templates of the book's deployments of that name. */
function bookTemplates(name: string): JsonObject[] {
  const files = (bookDirectory(BOOK) ?? []).flatMap((section) =>
    (bookDirectory(`${BOOK}/${section}`) ?? []).map((file) => bookFile(`${BOOK}/${section}/${file}`) ?? ""),
  );
  const texts = files
    .flatMap((text) => text.split(/^---\s*$/m))
    .filter((text) => /^kind: Deployment\s*$/m.test(text) && text.includes(`name: ${name}`));
  return texts.flatMap((text) => {
    const object = parseYaml(text);
    const spec = isJsonObject(object) && isJsonObject(object["spec"]) ? object["spec"] : undefined;
    return spec !== undefined && isJsonObject(spec["template"]) && isNamed(object, name) ? [spec["template"]] : [];
  });
}

function isNamed(object: unknown, name: string): boolean {
  const metadata = (object as { metadata?: { name?: unknown } }).metadata;
  return metadata?.name === name;
}
