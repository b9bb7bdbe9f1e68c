import csiClass from "../../../fixtures/addons/nfs/csi-class.yaml" with { type: "text" };
import csiController from "../../../fixtures/addons/nfs/csi-controller.yaml" with { type: "text" };
import csiDriver from "../../../fixtures/addons/nfs/csi-driverinfo.yaml" with { type: "text" };
import csiNode from "../../../fixtures/addons/nfs/csi-node.yaml" with { type: "text" };
import csiRbac from "../../../fixtures/addons/nfs/csi-rbac.yaml" with { type: "text" };
import subdirClass from "../../../fixtures/addons/nfs/subdir-class.yaml" with { type: "text" };
import subdirDeployment from "../../../fixtures/addons/nfs/subdir-deployment.yaml" with { type: "text" };
import subdirRbac from "../../../fixtures/addons/nfs/subdir-rbac.yaml" with { type: "text" };

// YAML that is imported as text has no type of its own.
const deployment: string = subdirDeployment;
const rbac: string = subdirRbac;
const csi: Readonly<Record<string, string>> = {
  "csi-nfs-controller.yaml": csiController,
  "csi-nfs-driverinfo.yaml": csiDriver,
  "csi-nfs-node.yaml": csiNode,
  "rbac-csi-nfs.yaml": csiRbac,
  "storageclass.yaml": csiClass,
};

/** The deployment of the subdir provisioner for an export. */
function deploymentFor(server: string, path: string): string {
  const image = "registry.k8s.io/sig-storage/nfs-subdir-external-provisioner:v4.0.2";
  return deployment.replace("<image>", image).replaceAll("<server>", server).replaceAll("<path>", path);
}

/** A manifest of kubernetes-sigs/nfs-subdir-external-provisioner v4.0.2; undefined for files that are not here. */
export function subdirManifest(path: string): string | undefined {
  const files: Readonly<Record<string, string>> = {
    "deploy/class.yaml": subdirClass,
    "deploy/deployment.yaml": deploymentFor("10.3.243.101", "/ifs/kubernetes"),
    "deploy/rbac.yaml": rbac,
  };
  return files[path];
}

/** A manifest of kubernetes-csi/csi-driver-nfs v4.12.1; undefined for files and releases that are not here. */
export function csiNfsManifest(path: string): string | undefined {
  const [, file = ""] = /^deploy\/v4\.12\.1\/([^/]+)$/.exec(path) ?? [];
  return csi[file];
}

/** The subdir provisioner in one file, for the book's export. */
export function bookSubdirProvisioner(): string {
  return [rbac, deploymentFor("192.168.1.10", "/nfs_shared/dynamic-vol")].join("---\n");
}

/** The CSI driver in one file, in the order in which its installer applies the parts. */
export function bookCsiDriver(): string {
  return [csiRbac, csiDriver, csiController, csiNode].join("---\n");
}
