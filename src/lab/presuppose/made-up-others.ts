import type { JsonObject } from "../../base/json.ts";
import type { Evidence } from "./evidence.ts";
import type { KnownKind } from "./kinds.ts";
import type { MadeUp } from "./made-up.ts";

/** What the tables and descriptions of a document tell of one object. */
interface Told {
  readonly name: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly described: string;
}

/** Fields of an object beside its metadata, and what of them no output tells. */
interface Fields {
  readonly fields: JsonObject;
  readonly metadata?: JsonObject;
  readonly unknown?: readonly string[];
}

/** Volumes, settings and autoscalers, as outputs tell of them, by kind. */
const MAKERS: Readonly<Record<string, (told: Told) => Fields | undefined>> = {
  persistentvolume: volume,
  persistentvolumeclaim: claim,
  storageclass: storageClass,
  configmap: configMap,
  secret,
  serviceaccount: () => ({ fields: {} }),
  horizontalpodautoscaler: autoscaler,
};

/** An object that runs nothing, put together from what outputs tell of it; undefined for other kinds, and where they tell too little. */
export function madeUpOther(kind: KnownKind, namespace: string, name: string, evidence: Evidence): MadeUp | undefined {
  const [row] = evidence.rowsOf(kind, namespace, name);
  const found = MAKERS[kind.name]?.({ name, cells: row?.cells ?? {}, described: evidence.described(kind, name) ?? "" });
  if (found === undefined) return undefined;
  const place = kind.namespaced && namespace !== "default" ? { namespace } : {};
  const object = { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name, ...place, ...found.metadata }, ...found.fields };
  return { object, unknown: found.unknown ?? [] };
}

const MODES: Readonly<Record<string, string>> = {
  RWO: "ReadWriteOnce",
  ROX: "ReadOnlyMany",
  RWX: "ReadWriteMany",
  RWOP: "ReadWriteOncePod",
};
const USUAL_SIZE = "1Gi";

function modesOf(text = ""): string[] {
  const modes = text.split(",").flatMap((mode) => MODES[mode.trim()] ?? []);
  return modes.length === 0 ? ["ReadWriteOnce"] : modes;
}

/** What somebody has provided by hand; a provisioner names its volumes itself. */
function volume({ name, cells }: Told): Fields | undefined {
  if (/^pvc-[0-9a-f-]{36}$/.test(name)) return undefined;
  const { CAPACITY: storage = USUAL_SIZE, STORAGECLASS: storageClassName = "", "RECLAIM POLICY": policy = "Retain" } = cells;
  return {
    fields: {
      spec: {
        capacity: { storage },
        accessModes: modesOf(cells["ACCESS MODES"]),
        persistentVolumeReclaimPolicy: policy,
        ...(storageClassName === "" ? {} : { storageClassName }),
        hostPath: { path: `/mnt/${name}` },
      },
    },
    unknown: [`where it is (/mnt/${name} of a node stands for it)`],
  };
}

function claim({ cells }: Told): Fields | undefined {
  const { CAPACITY: shown = "", STORAGECLASS: storageClassName = "" } = cells;
  return {
    fields: {
      spec: {
        accessModes: modesOf(cells["ACCESS MODES"]),
        // one that no table shows is the cluster's usual one
        ...(cells["STATUS"] === undefined ? {} : { storageClassName }),
        resources: { requests: { storage: shown === "" ? USUAL_SIZE : shown } },
      },
    },
    unknown: shown === "" ? [`how much it asks for (${USUAL_SIZE} stands for it)`] : [],
  };
}

function storageClass({ cells }: Told): Fields | undefined {
  const { PROVISIONER: provisioner, RECLAIMPOLICY: reclaimPolicy, VOLUMEBINDINGMODE: volumeBindingMode } = cells;
  if (provisioner === undefined) return undefined;
  const isDefault = cells["NAME"]?.endsWith(" (default)") === true;
  return {
    ...(isDefault ? { metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } } } : {}),
    fields: {
      provisioner,
      ...(reclaimPolicy === undefined ? {} : { reclaimPolicy }),
      ...(volumeBindingMode === undefined ? {} : { volumeBindingMode }),
      ...(cells["ALLOWVOLUMEEXPANSION"] === "true" ? { allowVolumeExpansion: true } : {}),
    },
  };
}

/** `Data` of a description: `key:`, a line of hyphens, the value. */
function configMap({ cells, described }: Told): Fields | undefined {
  const text = /^Data\n====\n([\s\S]*?)(?:\n+BinaryData\n====|\n+Events:|$)/m.exec(described)?.[1];
  if (text !== undefined) {
    const parts = text.split(/^(\S+):\n-{4}\n/m).slice(1);
    const data = Object.fromEntries(
      parts.flatMap((key, index) => (index % 2 === 0 ? [[key, (parts[index + 1] ?? "").replace(/\n+$/, "\n")]] : [])),
    );
    return { fields: { data } };
  }
  const count = Number(cells["DATA"] ?? 0);
  const data = Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index + 1}`, "value"]));
  return { fields: { data }, unknown: ["its data (other data stands for it)"] };
}

/** `tls.crt:  1245 bytes` of a description, or so many keys. */
function secret({ name, cells, described }: Told): Fields | undefined {
  // the server's own
  if (/-token-[a-z0-9]{5}$/.test(name)) return undefined;
  const type = cells["TYPE"] ?? /^Type:\s+(\S+)/m.exec(described)?.[1] ?? "Opaque";
  const told = [...described.matchAll(/^(\S+):\s+(\d+) bytes$/gm)].map(([, key = "", bytes = "0"]) => [key, "x".repeat(Number(bytes))]);
  const usual = type === "kubernetes.io/tls" ? ["tls.crt", "tls.key"] : [];
  const count = Number(cells["DATA"] ?? 0);
  const others = Array.from({ length: count }, (_, index) => [usual[index] ?? `key-${index + 1}`, "value"]);
  return {
    fields: { type, stringData: Object.fromEntries(told.length > 0 ? told : others) as JsonObject },
    unknown: ["its data (other data stands for it)"],
  };
}

/** `Deployment/web   12%/50%   1   10`. */
function autoscaler({ cells }: Told): Fields | undefined {
  const [, kind = "", name = ""] = /^(\w+)\/(\S+)$/.exec(cells["REFERENCE"] ?? "") ?? [];
  const target = /\/(\d+)%$/.exec(cells["TARGETS"] ?? "")?.[1];
  const [least, most] = [Number(cells["MINPODS"]), Number(cells["MAXPODS"])];
  if (kind === "" || target === undefined || !Number.isInteger(least) || !Number.isInteger(most)) return undefined;
  const scaleTargetRef = { apiVersion: kind === "ReplicationController" ? "v1" : "apps/v1", kind, name };
  return { fields: { spec: { scaleTargetRef, minReplicas: least, maxReplicas: most, targetCPUUtilizationPercentage: Number(target) } } };
}
