/** Who gets which cluster role; the binding has the role's name. Subjects as `user:`, `group:` or `NAMESPACE/NAME`. */
// plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go ClusterRoleBindings, 1.20
export const BINDINGS: Readonly<Record<string, readonly string[]>> = {
  "cluster-admin": ["group:system:masters"],
  "system:basic-user": ["group:system:authenticated"],
  "system:discovery": ["group:system:authenticated"],
  "system:kube-controller-manager": ["user:system:kube-controller-manager"],
  "system:kube-dns": ["kube-system/kube-dns"],
  "system:kube-scheduler": ["user:system:kube-scheduler"],
  "system:monitoring": ["group:system:monitoring"],
  "system:node": [],
  "system:node-proxier": ["user:system:kube-proxy"],
  "system:public-info-viewer": ["group:system:authenticated", "group:system:unauthenticated"],
  "system:service-account-issuer-discovery": ["group:system:serviceaccounts"],
  "system:volume-scheduler": ["user:system:kube-scheduler"],
};

const EVENTS = "create,patch,update core,events.k8s.io events";

/** Roles by `NAMESPACE/NAME`. */
// namespace_policy.go, 1.20
export const NAMESPACED_ROLES: Readonly<Record<string, readonly string[]>> = {
  "kube-public/system:controller:bootstrap-signer": ["read core configmaps", "update core configmaps cluster-info", EVENTS],
  "kube-system/extension-apiserver-authentication-reader": ["read core configmaps extension-apiserver-authentication"],
  "kube-system/system::leader-locking-kube-controller-manager": [
    "watch core configmaps",
    "get,update core configmaps kube-controller-manager",
  ],
  "kube-system/system::leader-locking-kube-scheduler": ["watch core configmaps", "get,update core configmaps kube-scheduler"],
  "kube-system/system:controller:bootstrap-signer": ["read core secrets"],
  "kube-system/system:controller:cloud-provider": ["create,get,list,watch core configmaps"],
  "kube-system/system:controller:token-cleaner": ["delete,get,list,watch core secrets", EVENTS],
};

/** Their bindings; `role` where that is not the binding's name. */
export const NAMESPACED_BINDINGS: Readonly<Record<string, { role?: string; subjects: readonly string[] }>> = {
  "kube-public/system:controller:bootstrap-signer": { subjects: ["kube-system/bootstrap-signer"] },
  "kube-system/system::extension-apiserver-authentication-reader": {
    role: "extension-apiserver-authentication-reader",
    subjects: ["user:system:kube-controller-manager", "user:system:kube-scheduler"],
  },
  "kube-system/system::leader-locking-kube-controller-manager": {
    subjects: ["user:system:kube-controller-manager", "kube-system/kube-controller-manager"],
  },
  "kube-system/system::leader-locking-kube-scheduler": { subjects: ["user:system:kube-scheduler", "kube-system/kube-scheduler"] },
  "kube-system/system:controller:bootstrap-signer": { subjects: ["kube-system/bootstrap-signer"] },
  "kube-system/system:controller:cloud-provider": { subjects: ["kube-system/cloud-provider"] },
  "kube-system/system:controller:token-cleaner": { subjects: ["kube-system/token-cleaner"] },
};
