import type { Endpoints } from "../../kinds/core/endpoints/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { Ingress } from "../../kinds/networking/ingress/types.ts";
import type { ControllerFlags } from "./arguments.ts";
import type { AnnotationReader } from "./annotations.ts";
import type { Settings } from "./model.ts";
import type { ControllerRelease } from "./release.ts";

/** What a configuration is made of: the controller's caches. */
export interface ConfigurationSource {
  readonly flags: ControllerFlags;
  readonly release: ControllerRelease;
  readonly settings: Settings;
  /** Those that are the controller's, oldest first. */
  readonly ingresses: readonly Ingress[];
  service(namespace: string, name: string): Service | undefined;
  endpoints(namespace: string, name: string): Endpoints | undefined;
  /** Whether a secret holds a certificate for a host, with its key. */
  hasCertificate(namespace: string, name: string, host: string): boolean;
  users(read: AnnotationReader, ingress: Ingress): { readonly lines: readonly string[] } | { readonly denied: string };
}
