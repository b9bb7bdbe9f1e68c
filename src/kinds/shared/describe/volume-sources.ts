import { isJsonObject, type Json, type JsonObject } from "../../../base/json.ts";
import type { DescribeWriter } from "../../../machinery/describe.ts";
import { goWords } from "../../../machinery/describing/text.ts";

const MAX_LINE = 140;

/** How a field's value is shown: as Go's zero value when it is absent (text, no, 0), or as Go prints what the field points to. */
type Form = "text" | "bool" | "number" | "words" | "joined" | "map" | "reference" | "pointer" | "none" | "unset";
/** Label, field, form; a label may end in what stands before the tab. */
type Row = readonly [label: string, field: string, form?: Form];

interface Source {
  readonly type: string;
  readonly rows: readonly Row[];
}

const FS_TYPE: Row = ["FSType:", "fsType"];
const READ_ONLY: Row = ["ReadOnly:", "readOnly", "bool"];
const SECRET: Row = ["SecretRef:", "secretRef", "reference"];
const DISK_TAIL: readonly Row[] = [FS_TYPE, ["Partition:", "partition", "number"], READ_ONLY];

/** What pods and persistent volumes print alike, but for the type of their references. */
// kubectl/pkg/describe/describe.go printGCEPersistentDiskVolumeSource and those after it
const SOURCES: Readonly<Record<string, Source>> = {
  gcePersistentDisk: {
    type: "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
    rows: [["PDName:", "pdName"], ...DISK_TAIL],
  },
  awsElasticBlockStore: {
    type: "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
    rows: [["VolumeID:", "volumeID"], ...DISK_TAIL],
  },
  gitRepo: {
    type: "GitRepo (a volume that is pulled from git when the pod is created)",
    rows: [
      ["Repository:", "repository"],
      ["Revision:", "revision"],
    ],
  },
  iscsi: {
    type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    rows: [
      ["TargetPortal:", "targetPortal"],
      ["IQN:", "iqn"],
      ["Lun:", "lun", "number"],
      ["ISCSIInterface", "iscsiInterface"],
      FS_TYPE,
      READ_ONLY,
      ["Portals:", "portals", "words"],
      ["DiscoveryCHAPAuth:", "chapAuthDiscovery", "bool"],
      ["SessionCHAPAuth:", "chapAuthSession", "bool"],
      SECRET,
      ["InitiatorName:", "initiatorName", "none"],
    ],
  },
  glusterfs: {
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    rows: [["EndpointsName:", "endpoints"], ["Path:", "path"], READ_ONLY],
  },
  rbd: {
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    rows: [
      ["CephMonitors:", "monitors", "words"],
      ["RBDImage:", "image"],
      FS_TYPE,
      ["RBDPool:", "pool"],
      ["RadosUser:", "user"],
      ["Keyring:", "keyring"],
      SECRET,
      READ_ONLY,
    ],
  },
  quobyte: {
    type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    rows: [["Registry:", "registry"], ["Volume:", "volume"], READ_ONLY],
  },
  azureDisk: {
    type: "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)",
    rows: [["DiskName:", "diskName"], ["DiskURI:", "diskURI"], ["Kind: ", "kind"], FS_TYPE, ["CachingMode:", "cachingMode"], READ_ONLY],
  },
  vsphereVolume: {
    type: "vSphereVolume (a Persistent Disk resource in vSphere)",
    rows: [["VolumePath:", "volumePath"], FS_TYPE, ["StoragePolicyName:", "storagePolicyName"]],
  },
  cinder: {
    type: "Cinder (a Persistent Disk resource in OpenStack)",
    rows: [["VolumeID:", "volumeID"], FS_TYPE, READ_ONLY, SECRET],
  },
  photonPersistentDisk: {
    type: "PhotonPersistentDisk (a Persistent Disk resource in photon platform)",
    rows: [["PdID:", "pdID"], FS_TYPE],
  },
  portworxVolume: { type: "PortworxVolume (a Portworx Volume resource)", rows: [["VolumeID:", "volumeID"]] },
  cephfs: {
    type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    rows: [["Monitors:", "monitors", "words"], ["Path:", "path"], ["User:", "user"], ["SecretFile:", "secretFile"], SECRET, READ_ONLY],
  },
  storageos: {
    type: "StorageOS (a StorageOS Persistent Disk resource)",
    rows: [["VolumeName:", "volumeName"], ["VolumeNamespace:", "volumeNamespace"], FS_TYPE, READ_ONLY],
  },
  fc: {
    type: "FC (a Fibre Channel disk)",
    rows: [["TargetWWNs:", "targetWWNs", "joined"], ["LUN:", "lun", "none"], FS_TYPE, READ_ONLY],
  },
  azureFile: {
    type: "AzureFile (an Azure File Service mount on the host and bind mount to the pod)",
    rows: [["SecretName:", "secretName"], ["ShareName:", "shareName"], READ_ONLY],
  },
  flexVolume: {
    type: "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)",
    rows: [["Driver:", "driver"], FS_TYPE, SECRET, READ_ONLY, ["Options:", "options", "map"]],
  },
  flocker: {
    type: "Flocker (a Flocker volume mounted by the Flocker agent)",
    rows: [
      ["DatasetName:", "datasetName"],
      ["DatasetUUID:", "datasetUUID"],
    ],
  },
  csi: { type: "CSI (a Container Storage Interface (CSI) volume source)", rows: [["Driver:", "driver"], FS_TYPE, READ_ONLY] },
};

const SCALE_IO: readonly Row[] = [
  ["Gateway:", "gateway"],
  ["System:", "system"],
  ["Protection Domain:", "protectionDomain"],
  ["Storage Pool:", "storagePool"],
  ["Storage Mode:", "storageMode"],
  ["VolumeName:", "volumeName"],
];
const scaleIo = (secret: readonly Row[]): Source => ({
  type: "ScaleIO (a persistent volume backed by a block device in ScaleIO)",
  rows: [...SCALE_IO, ...secret, FS_TYPE, READ_ONLY],
});

/** A volume of a pod. */
const POD_SOURCES: Readonly<Record<string, Source>> = { ...SOURCES, scaleIO: scaleIo([]) };

/** A persistent volume, which names the namespaces of what it refers to. */
const VOLUME_SOURCES: Readonly<Record<string, Source>> = {
  ...SOURCES,
  scaleIO: scaleIo([
    ["SecretName:", "secretRef.name"],
    ["SecretNamespace:", "secretRef.namespace"],
  ]),
  glusterfs: {
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    rows: [["EndpointsName:", "endpoints"], ["EndpointsNamespace:", "endpointsNamespace", "unset"], ["Path:", "path"], READ_ONLY],
  },
  azureFile: {
    type: "AzureFile (an Azure File Service mount on the host and bind mount to the pod)",
    rows: [["SecretName:", "secretName"], ["SecretNamespace:", "secretNamespace"], ["ShareName:", "shareName"], READ_ONLY],
  },
  csi: {
    type: "CSI (a Container Storage Interface (CSI) volume source)",
    rows: [["Driver:", "driver"], FS_TYPE, ["VolumeHandle:", "volumeHandle"], READ_ONLY],
  },
};

/** Where a volume comes from that is none of the everyday ones; `<unknown>` when nothing tells. */
export function describeRareSource(out: DescribeWriter, volume: object, owner: "pod" | "volume"): void {
  const sources = owner === "pod" ? POD_SOURCES : VOLUME_SOURCES;
  const members = volume as JsonObject;
  const [name, source] = Object.entries(sources).find(([field]) => isJsonObject(members[field])) ?? [];
  if (name === undefined || source === undefined) return out.write(1, "<unknown>\n");
  const value = members[name] as JsonObject;
  out.write(2, `Type:\t${source.type}\n`);
  for (const [label, field, form = "text"] of source.rows) out.write(2, `${label}\t${shown(memberAt(value, field), form, owner)}\n`);
  if (name === "csi") describeAttributes(out, isJsonObject(value["volumeAttributes"]) ? value["volumeAttributes"] : {});
}

function memberAt(value: JsonObject, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), value);
}

function shown(value: Json | undefined, form: Form, owner: "pod" | "volume"): string {
  const words = Array.isArray(value) ? value.map(String) : [];
  switch (form) {
    case "bool":
      return String(value === true);
    case "number":
      return String(value ?? 0);
    case "words":
      return goWords(words);
    case "joined":
      return words.join(", ");
    case "map":
      return `map[${Object.entries(isJsonObject(value) ? value : {})
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, each]) => `${key}:${String(each)}`)
        .join(" ")}]`;
    case "reference":
      return reference(value, owner);
    case "none":
      return value === undefined ? "<none>" : String(value);
    case "unset":
      return value === undefined ? "<unset>" : String(value);
    default:
      return value === undefined || value === null ? "" : String(value);
  }
}

/** A pointer to a generated type prints as its String method does. k8s.io/api/core/v1/generated.pb.go */
function reference(value: Json | undefined, owner: "pod" | "volume"): string {
  if (!isJsonObject(value)) return "nil";
  const name = String(value["name"] ?? "");
  return owner === "pod"
    ? `&LocalObjectReference{Name:${name},}`
    : `&SecretReference{Name:${name},Namespace:${String(value["namespace"] ?? "")},}`;
}

/** One attribute a line, each behind a prefix of its own. printCSIPersistentVolumeAttributesMultiline */
function describeAttributes(out: DescribeWriter, attributes: JsonObject): void {
  const keys = Object.keys(attributes).toSorted();
  out.write(2, `VolumeAttributes:\t${keys.length === 0 ? "<none>\n" : ""}`);
  for (const [index, key] of keys.entries()) {
    if (index > 0) {
      out.write(2, "");
      out.write(2, "\t");
    }
    const line = `${key}=${String(attributes[key])}`;
    out.write(2, line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}...\n` : `${line}\n`);
  }
}
