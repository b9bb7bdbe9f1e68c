import { isJsonObject, type JsonObject } from "../../base/json.ts";

/** A pod template as the API server completes it before its hash is taken, but for ports. pkg/apis/core/v1/defaults.go, 1.20 */
export function defaultedTemplate(template: JsonObject): JsonObject {
  const spec = isJsonObject(template["spec"]) ? template["spec"] : {};
  const containers = Array.isArray(spec["containers"]) ? spec["containers"].filter(isJsonObject) : [];
  return {
    metadata: { creationTimestamp: null, ...(isJsonObject(template["metadata"]) ? template["metadata"] : {}) },
    spec: {
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      securityContext: {},
      schedulerName: "default-scheduler",
      ...spec,
      containers: containers.map((container) => ({
        resources: {},
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        imagePullPolicy: isLatest(String(container["image"])) ? "Always" : "IfNotPresent",
        ...container,
      })),
    },
  };
}

function isLatest(image: string): boolean {
  const tag = /:([^/:]+)$/.exec(image)?.[1] ?? "latest";
  return tag === "latest";
}
