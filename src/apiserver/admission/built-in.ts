import type { AdmissionPlugin } from "./plugin.ts";
import { defaultTolerationSeconds } from "./default-toleration-seconds.ts";
import { limitRanger } from "./limit-ranger.ts";
import { namespaceLifecycle } from "./namespace-lifecycle.ts";
import { nodeRestriction } from "./node-restriction.ts";
import { podPriority } from "./priority.ts";
import { serviceAccount } from "./service-account.ts";
import { defaultStorageClass, storageObjectInUseProtection } from "./storage.ts";

/** The plug-ins that every kubeadm cluster runs and that need nothing but the objects. */
export const BUILT_IN_PLUGINS: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  nodeRestriction,
  podPriority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
];
