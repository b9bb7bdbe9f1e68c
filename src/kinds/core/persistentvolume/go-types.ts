import type { GoTypes } from "../../shared/go-diff/value.ts";

/** Where a volume's data is, as the API server's internal type has it, in Go's order. */
// pkg/apis/core/types.go PersistentVolumeSource, 1.20
export const VOLUME_SOURCE_TYPES: GoTypes = {
  "core.PersistentVolumeSource": [
    "GCEPersistentDisk *core.GCEPersistentDiskVolumeSource gcePersistentDisk",
    "AWSElasticBlockStore *core.AWSElasticBlockStoreVolumeSource awsElasticBlockStore",
    "HostPath *core.HostPathVolumeSource",
    "Glusterfs *core.GlusterfsPersistentVolumeSource",
    "NFS *core.NFSVolumeSource nfs",
    "RBD *core.RBDPersistentVolumeSource rbd",
    "Quobyte *core.QuobyteVolumeSource",
    "ISCSI *core.ISCSIPersistentVolumeSource iscsi",
    "FlexVolume *core.FlexPersistentVolumeSource",
    "Cinder *core.CinderPersistentVolumeSource",
    "CephFS *core.CephFSPersistentVolumeSource cephfs",
    "FC *core.FCVolumeSource fc",
    "Flocker *core.FlockerVolumeSource",
    "AzureFile *core.AzureFilePersistentVolumeSource",
    "VsphereVolume *core.VsphereVirtualDiskVolumeSource",
    "AzureDisk *core.AzureDiskVolumeSource",
    "PhotonPersistentDisk *core.PhotonPersistentDiskVolumeSource",
    "PortworxVolume *core.PortworxVolumeSource",
    "ScaleIO *core.ScaleIOPersistentVolumeSource scaleIO",
    "Local *core.LocalVolumeSource",
    "StorageOS *core.StorageOSPersistentVolumeSource storageos",
    "CSI *core.CSIPersistentVolumeSource csi",
  ],
  "core.HostPathVolumeSource": ["Path string", "Type *string"],
  "core.NFSVolumeSource": ["Server string", "Path string", "ReadOnly bool"],
  "core.LocalVolumeSource": ["Path string", "FSType *string fsType"],
};
