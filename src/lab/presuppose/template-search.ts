import type { JsonObject } from "../../base/json.ts";
import { completedTemplate } from "../../cluster/pod-template.ts";
import { fnv32a, safeEncode } from "../../machinery/hash/fnv.ts";
import { podTemplateDump, podTemplateHash } from "../../machinery/hash/pod-template-hash.ts";
import { MINORS } from "../../release/release.ts";

/** A template of one container as authors write it, which a hash proves. */
export interface ProvenTemplate {
  readonly labels: JsonObject;
  readonly container: JsonObject;
}

/** What a document says of a deployment whose template it does not show. */
export interface Clues {
  readonly name: string;
  /** Hashes of its replica sets. */
  readonly hashes: ReadonlySet<string>;
  /** Images, and values of the label app, that the document speaks of anywhere. */
  readonly images: readonly string[];
  readonly apps: readonly string[];
}

/** What tutorials run. */
const IMAGES =
  "nginx nginx:latest nginx:alpine nginx:1.14.2 nginx:1.14 nginx:1.7.9 nginx:1.9.1 nginx:1.16 nginx:1.16.1 nginx:1.17 nginx:1.18 nginx:1.19 nginx:1.20 nginx:1.21 nginx:1.22 nginx:1.23 nginx:1.24 nginx:1.25 amsy810/echo-nginx:v2.0 httpd sysnet4admin/echo-hname sysnet4admin/echo-hostname k8s.gcr.io/echoserver:1.4".split(
    " ",
  );
const APPS = ["nginx", "sample-app", "web", "my-app", "myapp"];
const NAMES = ["nginx", "nginx-container", "web", "app"];
const PORTS = [undefined, 80, 8080] as const;

/**
 * The template, among those that tutorials are full of, whose hash is one of those that the document shows: of four thousand million hashes it has
 * this one, so that it is the author's own. Undefined when none is.
 */
export function provenTemplate(clues: Clues): ProvenTemplate | undefined {
  if (clues.hashes.size === 0) return undefined;
  const short = clues.name.replace(/-(?:deployment|deploy|dp|app|server|pods?)$/, "");
  const names = unique([clues.name, short, `${short}-container`, ...NAMES]);
  const apps = unique([clues.name, short, ...clues.apps, ...APPS]);
  const minors = distinctMinors();
  for (const image of unique([...clues.images, clues.name, short, ...IMAGES])) {
    const program = image.split("/").at(-1)?.split(/[:@]/)[0] ?? image;
    for (const port of PORTS)
      for (const [key, values] of [
        ["app", apps],
        ["run", [clues.name]],
      ] as const)
        for (const minor of minors) {
          const found = searchWords({ minor, image, port, key }, values, unique([program, ...names]), clues.hashes);
          if (found === undefined) continue;
          const ports = port === undefined ? {} : { ports: [{ containerPort: port }] };
          return { labels: { [key]: found.value }, container: { name: found.name, image, ...ports } };
        }
  }
  return undefined;
}

/** Templates that differ only in a label's value and in what their container is called. */
interface Alike {
  readonly minor: number;
  readonly image: string;
  readonly port: number | undefined;
  /** The label's key. */
  readonly key: string;
}

const VALUE = "the-value";
const NAME = "the-name";

/** The words of the one that has one of the hashes. What is the same for all is printed once: there are tens of thousands. */
function searchWords(
  { minor, image, port, key }: Alike,
  values: readonly string[],
  names: readonly string[],
  hashes: ReadonlySet<string>,
): { value: string; name: string } | undefined {
  const dump = podTemplateDump(templateOf(image, NAME, { [key]: VALUE }, port), minor);
  const [start = "", rest = ""] = dump.split(VALUE);
  const [middle = "", end = ""] = rest.split(NAME);
  const begun = fnv32a(start);
  for (const value of values) {
    const valued = fnv32a(middle, fnv32a(value, begun));
    const name = names.find((one) => hashes.has(safeEncode(String(fnv32a(end, fnv32a(one, valued))))));
    if (name !== undefined) return { value, name };
  }
  return undefined;
}

/** One minor version of each run of them in which templates of this sort have the same hash. */
function distinctMinors(): number[] {
  const sample = templateOf("nginx", "nginx", { app: "nginx" }, 80);
  return [...new Map(MINORS.map((minor) => [podTemplateHash(sample, minor), minor])).values()];
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}

/** As the API server keeps such a template. */
function templateOf(image: string, name: string, labels: JsonObject, port: number | undefined): JsonObject {
  const ports = port === undefined ? {} : { ports: [{ containerPort: port }] };
  return completedTemplate({ metadata: { labels }, spec: { containers: [{ name, image, ...ports }] } });
}
