import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { describedLabels } from "./described-labels.ts";
import type { Evidence, ShownContainer } from "./evidence.ts";
import { KINDS_OF_ALL, type KnownKind } from "./kinds.ts";
import { madeUpOther } from "./made-up-others.ts";
import { templateWithHash } from "./known-templates.ts";
import type { ObjectRow } from "./rows.ts";

/** An object put together from what outputs tell of it. */
export interface MadeUp {
  readonly object: JsonObject;
  /** What no output tells, and what stands for it: `its image (nginx stands for it)`. */
  readonly unknown: readonly string[];
  /** Its template has the hash that the document shows. */
  readonly isProven?: true;
}

/** What runs where no output tells the image. */
const STAND_IN = "nginx";

/** What services listen on where no output tells it. */
const USUAL_PORT = 80;

/** What programs do not begin without. */
const NEEDED: readonly (readonly [program: RegExp, variable: string])[] = [
  [/(?:^|\/)(?:mysql|mariadb)(?::|$)/, "MYSQL_ROOT_PASSWORD"],
  [/(?:^|\/)postgres(?::|$)/, "POSTGRES_PASSWORD"],
];

/** An object of that name as outputs tell of it; undefined for kinds of which they never tell enough. */
export function madeUp(kind: KnownKind, namespace: string, name: string, evidence: Evidence): MadeUp | undefined {
  const rows = evidence.rowsOf(kind, namespace, name);
  const metadata = { name, ...(kind.namespaced && namespace !== "default" ? { namespace } : {}) };
  const base = { apiVersion: kind.apiVersion, kind: kind.kind };
  if (kind.name !== "namespace" && !KINDS_OF_ALL.includes(kind)) return madeUpOther(kind, namespace, name, evidence);
  switch (kind.name) {
    case "namespace":
      return { object: { ...base, metadata }, unknown: [] };
    case "service":
      return service(base, metadata, rows, evidence, kind);
    case "pod": {
      const { containers, labels, unknown } = template(kind, namespace, name, rows, evidence, `run=${name}`);
      return { object: { ...base, metadata: { ...metadata, labels }, spec: { containers } }, unknown };
    }
    default: {
      const pods = evidence.podRows(namespace, name);
      const known = kind.name === "deployment" ? knownTemplate(name, pods, evidence) : undefined;
      if (known !== undefined) {
        const replicas = replicasIn(rows[0]) ?? Math.max(1, firstTable(pods).length, evidence.answering(name).length);
        const own = labelsIn(known);
        const spec = { replicas, selector: { matchLabels: own }, template: known };
        return { object: { ...base, metadata: { ...metadata, labels: own }, spec }, unknown: [], isProven: true };
      }
      const guessed = template(kind, namespace, name, rows, evidence, `app=${name}`);
      const proven = kind.name === "deployment" ? evidence.provenTemplate(namespace, name) : undefined;
      const { containers, labels, unknown } =
        proven === undefined ? guessed : { containers: [proven.container], labels: proven.labels, unknown: [] };
      const { own } = describedLabels(evidence.described(kind, name) ?? "", name);
      const replicas =
        kind.name === "daemonset"
          ? {}
          : { replicas: replicasIn(rows[0]) ?? Math.max(1, firstTable(pods).length, evidence.answering(name).length) };
      const selector: JsonValue = kind.name === "replicationcontroller" ? labels : { matchLabels: labels };
      const spec = { ...replicas, selector, template: { metadata: { labels }, spec: { containers } } };
      const named = kind.name === "statefulset" ? { serviceName: name, ...spec } : spec;
      return {
        object: { ...base, metadata: { ...metadata, labels: own === undefined ? labels : labelsOf(own) }, spec: named },
        unknown,
        ...(proven === undefined ? {} : { isProven: true }),
      };
    }
  }
}

/** The template whose hash stands in the pods' names. */
function knownTemplate(name: string, pods: readonly ObjectRow[], evidence: Evidence): JsonObject | undefined {
  const hash = pods.map((row) => row.name.slice(name.length + 1).split("-")[0] ?? "").find((part) => part.length > 5);
  return hash === undefined ? undefined : templateWithHash(name, hash, evidence.images);
}

function labelsIn(template: JsonObject): JsonObject {
  const metadata = template["metadata"];
  const labels = isJsonObject(metadata) ? metadata["labels"] : undefined;
  return isJsonObject(labels) ? labels : {};
}

/** The rows of the first table in which there are any. */
function firstTable(rows: readonly ObjectRow[]): readonly ObjectRow[] {
  const last = rows.findIndex((row, index) => (rows[index + 1]?.line ?? Infinity) !== row.line + 1);
  return rows.slice(0, last + 1);
}

/** `3/3`, or the number of a column. */
function replicasIn(row: ObjectRow | undefined): number | undefined {
  const text = /^\d+\/(\d+)$/.exec(row?.cells["READY"] ?? "")?.[1] ?? row?.cells["DESIRED"];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function template(
  kind: KnownKind,
  namespace: string,
  name: string,
  rows: readonly ObjectRow[],
  evidence: Evidence,
  usual: string,
): { containers: JsonObject[]; labels: JsonObject; unknown: string[] } {
  const wide = rows.find(({ cells }) => (cells["IMAGES"] ?? "") !== "" || (cells["IMAGE(S)"] ?? "") !== "");
  const names = wide?.cells["CONTAINERS"]?.split(",") ?? wide?.cells["CONTAINER(S)"]?.split(",") ?? [];
  const images = wide?.cells["IMAGES"]?.split(",") ?? wide?.cells["IMAGE(S)"]?.split(",") ?? [];
  const description = evidence.described(kind, name) ?? "";
  const described = containersIn(description);
  const count = Number(
    /^\d+\/(\d+)$/.exec((kind.name === "pod" ? rows : evidence.podRows(namespace, name))[0]?.cells["READY"] ?? "")?.[1] ?? 1,
  );
  const shown: ShownContainer[] = Array.from({ length: Math.max(1, count, images.length, described.length) }, (_, index) => ({
    ...described[index],
    ...(names[index] === undefined ? {} : { name: names[index] }),
    ...(images[index] === undefined ? {} : { image: images[index] }),
  }));
  const [set] = evidence.namedContainers(name);
  const unknown: string[] = [];
  const containers = shown.map(({ name: own, image, port: open }, index): JsonObject => {
    if (image === undefined) unknown.push(`its image (${STAND_IN} stands for it)`);
    const usualName = image === undefined ? name : (image.split("/").at(-1)?.split(/[:@]/)[0] ?? name);
    const port = open ?? (index === 0 ? evidence.exposedPort(name) : undefined);
    const ports = port === undefined ? {} : { ports: [{ containerPort: port }] };
    const needed = image === undefined ? undefined : NEEDED.find(([program]) => program.test(image))?.[1];
    if (needed !== undefined) unknown.push(`its password (any stands for it)`);
    const env = needed === undefined ? {} : { env: [{ name: needed, value: "password" }] };
    return {
      ...ports,
      ...env,
      name: own ?? (index === 0 && set !== undefined ? set : index === 0 ? usualName : `${usualName}-${index + 1}`),
      image: image ?? STAND_IN,
    };
  });
  const pod = (kind.name === "pod" ? rows : evidence.podRows(namespace, name)).find(({ cells }) => cells["LABELS"] !== undefined);
  const { own, pods } = describedLabels(description, name);
  const shownLabels = wide?.cells["SELECTOR"] ?? pod?.cells["LABELS"] ?? (kind.name === "pod" ? own : pods);
  const labels = shownLabels === undefined ? { ...labelsOf(usual), ...evidence.selectedBy(kind, namespace, name) } : labelsOf(shownLabels);
  return { containers, labels, unknown: [...new Set(unknown)] };
}

/** `Containers:` of a description: names, and the image and the port of each. */
function containersIn(text: string): ShownContainer[] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => /^\s*Containers:/.test(line));
  const found: { name: string; image?: string; port?: number }[] = [];
  for (const line of from < 0 ? [] : lines.slice(from + 1)) {
    if (/^\S/.test(line)) break;
    const name = /^ {2,4}([a-z0-9][a-z0-9-]*):$/.exec(line.trimEnd())?.[1];
    if (name !== undefined) found.push({ name });
    const image = /^\s+Image:\s+(\S+)/.exec(line)?.[1];
    const last = found.at(-1);
    if (image !== undefined && last !== undefined) last.image ??= image;
    const port = /^\s+Port:\s+(\d+)\/TCP\s*$/.exec(line)?.[1];
    if (port !== undefined && last !== undefined) last.port ??= Number(port);
  }
  return found;
}

/** `app=web,tier=front` without what controllers add. */
function labelsOf(text: string): JsonObject {
  const pairs = text.split(",").flatMap((pair) => {
    const [key = "", value] = pair.trim().split("=");
    return value === undefined || /^(?:pod-template-hash|controller-revision-hash|pod-template-generation)$/.test(key)
      ? []
      : [[key, value]];
  });
  return Object.fromEntries(pairs) as JsonObject;
}

function service(
  base: JsonObject,
  metadata: JsonObject,
  rows: readonly ObjectRow[],
  evidence: Evidence,
  kind: KnownKind,
): MadeUp | undefined {
  const name = String(metadata["name"]);
  const text = evidence.described(kind, name) ?? "";
  const { own = "" } = describedLabels(text, name);
  const said = (label: string): string | undefined => new RegExp(`^${label}:\\s+(\\S.*?)\\s*$`, "m").exec(text)?.[1];
  const cells = rows[0]?.cells ?? {};
  const told = portsOf(cells["PORT(S)"] ?? said("Port")?.replace(/^\S+\s+(?=\d)/, "") ?? "");
  const ports = told.length === 0 ? [{ port: USUAL_PORT }] : told;
  const type = cells["TYPE"] ?? said("Type");
  const selector = rows.find(({ cells: { SELECTOR = "<none>" } }) => SELECTOR !== "<none>")?.cells["SELECTOR"] ?? said("Selector");
  const target = /^(\d+|[a-z][a-z-]*)\//.exec(said("TargetPort") ?? "")?.[1];
  const isHeadless = (cells["CLUSTER-IP"] ?? said("IP")) === "None";
  const guessed = guessedSelector(name, evidence);
  const unknown = [
    ...(selector === undefined ? [`its selector (${guessed} stands for it)`] : []),
    ...(told.length === 0 ? [`its port (${USUAL_PORT} stands for it)`] : []),
  ];
  return {
    object: {
      ...base,
      metadata: own === "" ? metadata : { ...metadata, labels: labelsOf(own) },
      spec: {
        ...(type === undefined || type === "ClusterIP" ? {} : { type }),
        ...(isHeadless ? { clusterIP: "None" } : {}),
        selector: labelsOf(selector ?? guessed),
        ports: ports.map((port, index) => ({
          ...(ports.length > 1 ? { name: `port-${index + 1}` } : {}),
          ...port,
          ...(ports.length === 1 && target !== undefined ? { targetPort: /^\d+$/.test(target) ? Number(target) : target } : {}),
        })),
      },
    },
    unknown,
  };
}

/** The labels of the workload whose name is most like a service's, of the only one where there is no other; else what it is usually called by. */
function guessedSelector(name: string, { workloads }: Evidence): string {
  const words = name.split("-");
  const shared = (other: string): number => {
    const theirs = other.split("-");
    const end = words.findIndex((word, index) => word !== theirs[index]);
    return end < 0 ? words.length : end;
  };
  const [best, next] = workloads.toSorted((a, b) => shared(b.name) - shared(a.name));
  const isBest = best !== undefined && (next === undefined || shared(best.name) > shared(next.name));
  if (isBest)
    return Object.entries(best.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(",");
  return `app=${name.replace(/-(?:svc|service|lb|np|nodeport|loadbalancer|clusterip)$/, "")}`;
}

/** `80:30970/TCP,443/TCP`; node ports are drawn where the document shows them. */
function portsOf(text: string): { port: number; protocol?: string }[] {
  return [...text.matchAll(/(\d+)(?::\d+)?\/(TCP|UDP|SCTP)/g)].map(([, port = "", protocol = "TCP"]) => ({
    port: Number(port),
    ...(protocol === "TCP" ? {} : { protocol }),
  }));
}
