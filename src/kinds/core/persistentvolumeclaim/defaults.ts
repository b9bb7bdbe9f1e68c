import type { Draft } from "../../../machinery/kind.ts";
import { defaultResourceList } from "../../shared/resources.ts";
import type { PersistentVolumeClaim } from "./types.ts";

/** Defaults of a claim, on its own or as a template in a StatefulSet. In place. */
// pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolumeClaim, 1.20
export function defaultClaim(object: Draft): void {
  const { spec } = object as PersistentVolumeClaim;
  spec.volumeMode ??= "Filesystem";
  spec.resources ??= {};
  defaultResourceList(spec.resources.limits);
  defaultResourceList(spec.resources.requests);
  const status = ((object as PersistentVolumeClaim).status ??= {});
  status.phase ??= "Pending";
}
