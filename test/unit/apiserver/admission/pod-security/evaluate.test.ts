import { describe, expect, test } from "bun:test";
import { violations, violationText } from "../../../../../src/apiserver/admission/pod-security/evaluate.ts";
import type { LevelVersion } from "../../../../../src/apiserver/admission/pod-security/policy.ts";
import type { PodLike, PodSpec } from "../../../../../src/apiserver/admission/pod-security/pod.ts";
import { parseRelease } from "../../../../../src/release/release.ts";

function text(spec: PodSpec, asked: Partial<LevelVersion> = {}, version = "v1.25.0", annotations: Record<string, string> = {}): string {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const pod: PodLike = { metadata: { annotations }, spec };
  return violationText(violations(pod, { level: "baseline", version: "latest", ...asked }, release));
}

const SAFE = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

describe("baseline", () => {
  test("lets an ordinary pod pass, privileged everything", () => {
    expect(text({ containers: [{ name: "c" }] })).toBe("");
    expect(text({ hostNetwork: true, containers: [{ name: "c" }] }, { level: "privileged" })).toBe("");
  });

  test("names who does what, in the order of the checks", () => {
    const spec: PodSpec = {
      hostNetwork: true,
      hostPID: true,
      volumes: [{ name: "v", hostPath: {} }],
      initContainers: [{ name: "i", securityContext: { privileged: true } }],
      containers: [
        { name: "c", ports: [{ hostPort: 8080 }, { hostPort: 443 }], securityContext: { privileged: true, procMount: "Unmasked" } },
        { name: "d", securityContext: { capabilities: { add: ["NET_ADMIN", "KILL"] } } },
      ],
      securityContext: { sysctls: [{ name: "kernel.msgmax" }], seLinuxOptions: { type: "foo", user: "u" } },
    };
    expect(text(spec)).toBe(
      'non-default capabilities (container "d" must not include "NET_ADMIN" in securityContext.capabilities.add), ' +
        "host namespaces (hostNetwork=true, hostPID=true), " +
        'hostPath volumes (volume "v"), ' +
        'hostPort (container "c" uses hostPorts 443, 8080), ' +
        'privileged (containers "i", "c" must not set securityContext.privileged=true), ' +
        'procMount (container "c" must not set securityContext.procMount to "Unmasked"), ' +
        'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "foo"; user may not be set), ' +
        "forbidden sysctls (kernel.msgmax)",
    );
  });

  test("AppArmor: annotations alone at first, fields as well later", () => {
    const annotations = { "container.apparmor.security.beta.kubernetes.io/c": "unconfined" };
    const spec: PodSpec = { containers: [{ name: "c", securityContext: { appArmorProfile: { type: "Unconfined" } } }] };
    const annotation = 'container.apparmor.security.beta.kubernetes.io/c="unconfined"';
    expect(text(spec, {}, "v1.25.0", annotations)).toBe(`forbidden AppArmor profile (${annotation})`);
    expect(text(spec, {}, "v1.30.0", annotations)).toBe(
      `forbidden AppArmor profiles (container "c" and annotation must not set AppArmor profile type to "Unconfined", "${annotation}")`,
    );
  });

  test("what newer standards allow is refused by older ones", () => {
    const spec: PodSpec = { containers: [], securityContext: { sysctls: [{ name: "net.ipv4.ip_local_reserved_ports" }] } };
    expect(text(spec, {}, "v1.28.0")).toBe("");
    expect(text(spec, { version: 26 }, "v1.28.0")).toBe("forbidden sysctls (net.ipv4.ip_local_reserved_ports)");
    expect(text(spec, { version: 99 }, "v1.26.0")).toBe("forbidden sysctls (net.ipv4.ip_local_reserved_ports)");
  });

  test("seccomp: annotations in the oldest standards", () => {
    const annotations = { "seccomp.security.alpha.kubernetes.io/pod": "unconfined" };
    expect(text({ containers: [] }, { version: 18 }, "v1.25.0", annotations)).toBe(
      'seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined")',
    );
    expect(text({ containers: [] }, {}, "v1.25.0", annotations)).toBe("");
  });
});

describe("restricted", () => {
  const level = "restricted";

  test("wants to be told that a pod is harmless", () => {
    expect(text({ containers: [{ name: "c" }] }, { level })).toBe(
      'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), ' +
        'unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), ' +
        'runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), ' +
        'seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    );
    expect(text({ containers: [{ name: "c", securityContext: SAFE }] }, { level })).toBe("");
  });

  test("tells what is set wrongly from what is not set", () => {
    const spec: PodSpec = {
      securityContext: { runAsNonRoot: false, runAsUser: 0, seccompProfile: { type: "Unconfined" } },
      containers: [{ name: "c", securityContext: { ...SAFE, runAsUser: 0, capabilities: { drop: ["ALL"], add: ["CHOWN"] } } }],
    };
    expect(text(spec, { level })).toBe(
      'unrestricted capabilities (container "c" must not include "CHOWN" in securityContext.capabilities.add), ' +
        "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false), " +
        'runAsUser=0 (pod and container "c" must not set runAsUser=0), ' +
        'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
    );
  });

  test("a volume is complained of once from 1.24 on, twice before", () => {
    const spec: PodSpec = {
      volumes: [
        { name: "h", hostPath: {} },
        { name: "n", nfs: {} },
      ],
      containers: [{ name: "c", securityContext: SAFE }],
    };
    const once = 'restricted volume types (volumes "h", "n" use restricted volume types "hostPath", "nfs")';
    expect(text(spec, { level })).toBe(once);
    expect(text(spec, { level }, "v1.23.7")).toBe(`hostPath volumes (volume "h"), ${once}`);
  });

  test("Windows pods need none of it by the standards of 1.25", () => {
    const spec: PodSpec = { os: { name: "windows" }, containers: [{ name: "c", securityContext: { runAsNonRoot: true } }] };
    expect(text(spec, { level })).toBe("");
    expect(text(spec, { level, version: 24 })).toStartWith("allowPrivilegeEscalation != false");
  });
});
