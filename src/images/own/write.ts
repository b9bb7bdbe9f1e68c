import { formatYaml } from "../../base/yaml-out.ts";
import { formatGoDuration } from "../../base/go-duration.ts";
import type { OwnAnswer, OwnImage } from "./own-image.ts";

/** The description of an image as YAML that {@link readOwnImages} takes. */
export function formatOwnImage(image: OwnImage): string {
  const { name, tags, ports, answers, log, fails, files } = image;
  const first = tags.find((tag) => tag !== "*") ?? "latest";
  const more = tags.filter((tag) => tag !== first);
  return formatYaml({
    image: `${name}:${first}`,
    ...(more.length > 0 ? { tags: more } : {}),
    ...(ports.length > 0 ? { ports } : {}),
    ...(answers.length > 0 ? { answers: answers.map(described) } : {}),
    ...(log.start || log.request ? { log: present({ start: log.start, request: log.request }) } : {}),
    startsAfter: formatGoDuration(image.startsMs),
    cpuPerRequest: formatGoDuration(image.cpuMsPerRequest),
    cpu: `${image.cpuMillis}m`,
    memory: `${image.memoryMi}Mi`,
    size: image.sizeBytes,
    shell: image.shell,
    ...(Object.keys(files).length > 0 ? { files } : {}),
    ...(fails === undefined
      ? {}
      : {
          fails: {
            ...(fails.afterMs === undefined ? {} : { after: formatGoDuration(fails.afterMs) }),
            ...(fails.afterRequests === undefined ? {} : { afterRequests: fails.afterRequests }),
            ...(fails.missingEnv.length > 0 ? { missingEnv: fails.missingEnv } : {}),
            exitCode: fails.exitCode,
            ...present({ log: fails.log }),
          },
        }),
  });
}

function described({ path, method, status, headers, body }: OwnAnswer): object {
  return { path, ...present({ method: method ?? "" }), status, ...(Object.keys(headers).length > 0 ? { headers } : {}), body };
}

function present(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
}
