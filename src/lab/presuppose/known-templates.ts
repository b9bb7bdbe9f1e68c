import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { parseYaml } from "../../base/yaml-in.ts";
import { bookDirectory, bookFile } from "../../cluster/book-files.ts";
import { podTemplateHash } from "../../machinery/hash/pod-template-hash.ts";

/** Images that readers of the book run. */
const USUAL = ["nginx", "sysnet4admin/echo-hname", "sysnet4admin/echo-ip", "sysnet4admin/chk-hn", "sysnet4admin/chk-ip", "httpd", "redis"];
const BOOK = "~/_Book_k8sInfra/ch3";
/** The server's minor versions whose hashes are known. */
const MINORS = Array.from({ length: 15 }, (_, index) => 18 + index);

/**
 * The template of a deployment by the hash in its pods' names: of what `kubectl create deployment` makes of one of these images or a usual one, or of a
 * file of the book. Undefined when none has that hash in any version.
 */
export function templateWithHash(name: string, hash: string, images: readonly string[]): JsonObject | undefined {
  const created = [...new Set([...images, ...USUAL])].map((image) => createdTemplate(name, image));
  return [...created, ...bookTemplates(name)].find((template) =>
    MINORS.some((minor) => podTemplateHash(defaulted(template), minor) === hash),
  );
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

/** As the server completes it. pkg/apis/core/v1/defaults.go, 1.20 */
function defaulted(template: JsonObject): JsonObject {
  const spec = isJsonObject(template["spec"]) ? template["spec"] : {};
  const containers = Array.isArray(spec["containers"]) ? spec["containers"].filter(isJsonObject) : [];
  return {
    metadata: { creationTimestamp: null, ...(isJsonObject(template["metadata"]) ? template["metadata"] : {}) },
    spec: {
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      securityContext: {},
      schedulerName: "default-scheduler",
      ...spec,
      containers: containers.map((container) => ({
        resources: {},
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        imagePullPolicy: isLatest(String(container["image"])) ? "Always" : "IfNotPresent",
        ...container,
      })),
    },
  };
}

function isLatest(image: string): boolean {
  const tag = /:([^/:]+)$/.exec(image)?.[1] ?? "latest";
  return tag === "latest";
}
