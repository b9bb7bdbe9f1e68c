import type { JsonObject } from "../../base/json.ts";
import { podTemplateHash } from "../../machinery/hash/pod-template-hash.ts";
import { MINORS } from "../../release/release.ts";
import { defaultedTemplate } from "./template-defaults.ts";

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
  const minors = distinctMinors();
  const short = clues.name.replace(/-(?:deployment|deploy|dp|app|server|pods?)$/, "");
  for (const image of unique([...clues.images, clues.name, short, ...IMAGES])) {
    const program = image.split("/").at(-1)?.split(/[:@]/)[0] ?? image;
    for (const name of unique([program, clues.name, short, `${short}-container`, ...NAMES]))
      for (const label of unique([clues.name, short, ...clues.apps, ...APPS]).flatMap((value) => [
        { app: value },
        ...(value === clues.name ? [{ run: value }] : []),
      ]))
        for (const port of PORTS) {
          const template = templateOf(image, name, label, port);
          if (minors.some((minor) => clues.hashes.has(podTemplateHash(template, minor)))) {
            const ports = port === undefined ? {} : { ports: [{ containerPort: port }] };
            return { labels: label, container: { name, image, ...ports } };
          }
        }
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
  const ports = port === undefined ? {} : { ports: [{ containerPort: port, protocol: "TCP" }] };
  return defaultedTemplate({ metadata: { labels }, spec: { containers: [{ name, image, ...ports }] } });
}
