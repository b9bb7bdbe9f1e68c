import { describe, expect, test } from "bun:test";
import { admissionWorld, podOf } from "./admission-world.ts";

const PREFIX = "pod-security.kubernetes.io/";
const MISSING = 'privileged (container "c" must not set securityContext.privileged=true)';
const PRIVILEGED = { containers: [{ name: "c", image: "nginx", securityContext: { privileged: true } }] };

function labelled(labels: Record<string, string>, version?: string) {
  const world = admissionWorld(version);
  const label = (more: Record<string, string>) =>
    world.send({
      verb: "patch",
      patchType: "merge",
      resource: "namespaces",
      name: "default",
      body: { metadata: { labels: prefixed(more) } },
    });
  label(labels);
  return { ...world, label };
}

function prefixed(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [PREFIX + key, value]));
}

function deploymentOf(template: object): object {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default" },
    spec: { selector: { matchLabels: { a: "b" } }, template: { metadata: { labels: { a: "b" } }, spec: template } },
  };
}

describe("PodSecurity", () => {
  test("refuses pods by the enforced level, and not before 1.23", () => {
    const refused = labelled({ enforce: "baseline" }).create("pods", podOf("p", PRIVILEGED));
    expect(refused.error).toBe(`pods "p" is forbidden: violates PodSecurity "baseline:latest": ${MISSING}`);
    expect(labelled({ enforce: "baseline", "enforce-version": "v1.24" }).create("pods", podOf("p", PRIVILEGED)).error).toContain(
      'violates PodSecurity "baseline:v1.24"',
    );
    expect(labelled({ enforce: "baseline" }, "v1.22.0").create("pods", podOf("p", PRIVILEGED)).error).toBe("");
  });

  test("warns of templates, of the enforced level from 1.26 on", () => {
    const warning = `would violate PodSecurity "baseline:latest": ${MISSING}`;
    expect(labelled({ warn: "baseline" }).create("deployments", deploymentOf(PRIVILEGED)).warnings).toEqual([warning]);
    expect(labelled({ enforce: "baseline" }).create("deployments", deploymentOf(PRIVILEGED)).warnings).toEqual([]);
    expect(labelled({ enforce: "baseline" }, "v1.26.0").create("deployments", deploymentOf(PRIVILEGED)).warnings).toEqual([warning]);
    expect(labelled({ warn: "baseline" }).create("pods", podOf("p", PRIVILEGED)).warnings).toEqual([warning]);
  });

  test("looks at the pods that are there when a namespace becomes stricter", () => {
    const { create, label } = labelled({});
    for (const name of ["b", "a"]) create("pods", podOf(name, PRIVILEGED));
    create("pods", podOf("net", { ...PRIVILEGED, hostNetwork: true }));
    expect(label({ enforce: "baseline" }).warnings).toEqual([
      'existing pods in namespace "default" violate the new PodSecurity enforce level "baseline:latest"',
      "a (and 1 other pod): privileged",
      "net: host namespaces, privileged",
    ]);
    expect(label({ enforce: "privileged" }).warnings).toEqual([]);
  });

  test("takes levels and versions that there are", () => {
    const { label } = labelled({});
    const error = (labels: Record<string, string>) => label(labels).error;
    const path = "metadata.labels[pod-security.kubernetes.io/";
    expect(error({ enforce: "strict" })).toBe(
      `Namespace "default" is invalid: ${path}enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted`,
    );
    expect(error({ "warn-version": "1.24", audit: "x" })).toBe(
      `Namespace "default" is invalid: [${path}audit]: Invalid value: "x": must be one of privileged, baseline, restricted, ` +
        `${path}warn-version]: Invalid value: "1.24": must be "latest" or "v1.x"]`,
    );
  });
});
