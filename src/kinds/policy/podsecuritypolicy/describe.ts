import type { DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { orNone } from "../../../machinery/describing/text.ts";
import type { PodSecurityPolicy, Range, RuleOptions } from "./types.ts";

/** `kubectl describe psp`. kubectl/pkg/describe/describe.go describePodSecurityPolicy, 1.20 */
export const podSecurityPolicyDescribe: DescribeFacet = {
  // Its page was kept under the group extensions for longer than the kind.
  knows: (release) => release.has("describePodSecurityPolicies"),
  describe(object, out) {
    const { metadata, spec } = object as PodSecurityPolicy;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    out.write(0, "\nSettings:\n");
    describeRights(out, spec);
    describeHost(out, spec);
    const { user = "", role = "", type = "", level = "" } = spec.seLinux.seLinuxOptions ?? {};
    out.write(1, `SELinux Context Strategy: ${spec.seLinux.rule}\t\n`);
    for (const [title, value] of Object.entries({ User: user, Role: role, Type: type, Level: level })) {
      out.write(2, `${title}:\t${orNone(value)}\n`);
    }
    describeStrategy(out, "Run As User", spec.runAsUser);
    describeStrategy(out, "FSGroup", spec.fsGroup);
    describeStrategy(out, "Supplemental Groups", spec.supplementalGroups);
    return Promise.resolve();
  },
};

function describeRights(out: DescribeWriter, spec: PodSecurityPolicy["spec"]): void {
  const list = (title: string, items: readonly string[] = []) => out.write(1, `${title}:\t${orNone(items.join(","))}\n`);
  const drivers = (names: readonly string[]) => names.map((name) => `driver=${name}`);
  out.write(1, `Allow Privileged:\t${spec.privileged ?? false}\n`);
  out.write(1, `Allow Privilege Escalation:\t${spec.allowPrivilegeEscalation ?? "<unset>"}\n`);
  list("Default Add Capabilities", spec.defaultAddCapabilities);
  list("Required Drop Capabilities", spec.requiredDropCapabilities);
  list("Allowed Capabilities", spec.allowedCapabilities);
  list("Allowed Volume Types", spec.volumes);
  if (spec.allowedFlexVolumes?.length) list("Allowed FlexVolume Types", drivers(spec.allowedFlexVolumes.map(({ driver }) => driver)));
  if (spec.allowedCSIDrivers?.length) list("Allowed CSI Drivers", drivers(spec.allowedCSIDrivers.map(({ name }) => name)));
  if (spec.allowedUnsafeSysctls?.length) list("Allowed Unsafe Sysctls", spec.allowedUnsafeSysctls);
  if (spec.forbiddenSysctls?.length) list("Forbidden Sysctls", spec.forbiddenSysctls);
}

function describeHost(out: DescribeWriter, spec: PodSecurityPolicy["spec"]): void {
  out.write(1, `Allow Host Network:\t${spec.hostNetwork ?? false}\n`);
  out.write(1, `Allow Host Ports:\t${rangesText(spec.hostPorts)}\n`);
  out.write(1, `Allow Host PID:\t${spec.hostPID ?? false}\n`);
  out.write(1, `Allow Host IPC:\t${spec.hostIPC ?? false}\n`);
  out.write(1, `Read Only Root Filesystem:\t${spec.readOnlyRootFilesystem ?? false}\n`);
}

function describeStrategy(out: DescribeWriter, title: string, { rule, ranges }: RuleOptions): void {
  out.write(1, `${title} Strategy: ${rule}\t\n`);
  out.write(2, `Ranges:\t${rangesText(ranges)}\n`);
}

function rangesText(ranges: readonly Range[] = []): string {
  return orNone(ranges.map(({ min, max }) => `${min}-${max}`).join(","));
}
