import type { UserInfo } from "../machinery/api.ts";
import type { ClusterSettings, KindCatalog } from "../machinery/kind.ts";
import type { FindExtensionServer } from "../machinery/extension-server.ts";
import type { NodeRuntime } from "../machinery/node-runtime.ts";
import type { KubeObject, ResourceKey } from "../machinery/object.ts";
import type { Schema } from "../machinery/schema/schema.ts";
import type { Store } from "../machinery/store.ts";
import type { Release } from "../release/release.ts";
import type { Sim } from "../sim/types.ts";
import type { AdmissionPlugin } from "./admission/plugin.ts";

/** All that an API server is made of. */
export interface ApiServerOptions {
  readonly store: Store;
  readonly sim: Sim;
  readonly catalog: KindCatalog;
  readonly release: Release;
  /** The API of the release: `loadSchema(release.minor)`. */
  readonly schema: Schema;
  readonly settings: ClusterSettings;
  /** Admission plug-ins beside the built-in ones; each says after which it runs. */
  readonly admission?: readonly AdmissionPlugin[];
  /** Which pods answer for API groups of their own. Without it an APIService of another server never becomes available. */
  readonly extensionServer?: FindExtensionServer;
  /** The kubelets' side of logs, exec and proxy. Without it such requests say that no kubelet answers. */
  readonly nodeRuntime?: NodeRuntime;
  /** Brings what is computed lazily up to now in an object that leaves through a read. */
  readonly observe?: (resource: ResourceKey, object: KubeObject) => KubeObject;
  /** Users that may do anything without RBAC, beside the group system:masters: the cluster's own components. */
  readonly trusts?: (user: UserInfo) => boolean;
}
