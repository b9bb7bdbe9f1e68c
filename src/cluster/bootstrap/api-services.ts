import type { KubeObject } from "../../machinery/object.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";

/** Priorities of versions that are not 15 (v1) or 9 (anything else). cmd/kube-apiserver/app/aggregator.go, 1.20 and 1.23 */
const VERSION_PRIORITIES: Readonly<Record<string, number>> = {
  "v1.": 1,
  "v1beta1.admissionregistration.k8s.io": 12,
  "v1beta1.discovery.k8s.io": 12,
  "v1beta1.events.k8s.io": 5,
  "v1beta1.extensions": 1,
  "v1beta1.flowcontrol.apiserver.k8s.io": 12,
  "v2.autoscaling": 30,
  "v2beta2.autoscaling": 1,
};

/** The APIServices of what the API server serves itself. */
// kube-aggregator/pkg/controllers/autoregister, 1.20
export function apiServiceObjects(release: Release): KubeObject[] {
  return loadSchema(release.minor)
    .groups.flatMap(({ name: group, versions, priority }) =>
      versions.map((version) => {
        const name = `${version}.${group}`;
        return {
          apiVersion: "apiregistration.k8s.io/v1",
          kind: "APIService",
          metadata: { name, labels: { "kube-aggregator.kubernetes.io/automanaged": "onstart" } },
          spec: {
            ...(group === "" ? {} : { group }),
            groupPriorityMinimum: priority,
            version,
            versionPriority: VERSION_PRIORITIES[name] ?? (version === "v1" ? 15 : 9),
          },
        };
      }),
    )
    .filter(({ metadata }) => !metadata.name.endsWith(".apiregistration.k8s.io"));
}
