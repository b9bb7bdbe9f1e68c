import { removeHostDirectory } from "../../images/files.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import { type Backend, ProvisioningError } from "./backends.ts";

const OTHER_NODES = "DEFAULT_PATH_FOR_NON_LISTED_NODES";
/** Where there is no configuration: kind's own. */
const USUAL_PATH = "/var/local-path-provisioner";
const HOSTNAME = "kubernetes.io/hostname";

/** The part of config.json that says in which directory of a node volumes are. */
interface Configuration {
  readonly nodePathMap?: readonly { readonly node: string; readonly paths: readonly string[] }[];
}

/** local-path-provisioner: each volume is a directory of the node on which its first pod is. Its helper pods are not emulated. */
// rancher/local-path-provisioner provisioner.go, v0.0.26
export const LOCAL_PATH: Backend = {
  provisionerOf: ({ env = [] }: Container) => env.find(({ name }) => name === "PROVISIONER_NAME")?.value ?? "rancher.io/local-path",
  provision({ claim, name, node, configuration }) {
    if (claim.spec.selector) throw new ProvisioningError("claim.Spec.Selector is not supported");
    if ((claim.spec.accessModes ?? []).some((mode) => !/^ReadWriteOnce(Pod)?$/.test(mode)))
      throw new ProvisioningError("NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes");
    if (node === undefined) throw new ProvisioningError("configuration error, no node was specified");
    const directory = [name, claim.metadata.namespace, claim.metadata.name].join("_");
    const requirement = { key: HOSTNAME, operator: "In" as const, values: [node] };
    return {
      spec: {
        hostPath: { path: `${pathOn(node, configuration)}/${directory}`, type: "DirectoryOrCreate" },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [requirement] }] } },
      },
      annotations: { "local.path.provisioner/selected-node": node },
    };
  },
  remove({ spec }, _class, _container, memory) {
    const [term] = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
    const node = term?.matchExpressions?.find(({ key }) => key === HOSTNAME)?.values?.[0] ?? "";
    removeHostDirectory(memory, node, spec.hostPath?.path ?? "");
  },
};

/** getPathOnNode: the first of the node's own paths, or of those of all other nodes. */
function pathOn(node: string, configuration: string | undefined): string {
  if (configuration === undefined) return USUAL_PATH;
  const { nodePathMap = [] } = read(configuration);
  const found = nodePathMap.find((one) => one.node === node) ?? nodePathMap.find((one) => one.node === OTHER_NODES);
  if (found === undefined) throw new ProvisioningError(`config doesn't contain node ${node}, and no ${OTHER_NODES} available`);
  const [path] = found.paths;
  if (path === undefined) throw new ProvisioningError(`no local path available on node ${node}`);
  return path;
}

function read(configuration: string): Configuration {
  try {
    return JSON.parse(configuration) as Configuration;
  } catch {
    throw new ProvisioningError("fail to load config file /etc/config/config.json");
  }
}
