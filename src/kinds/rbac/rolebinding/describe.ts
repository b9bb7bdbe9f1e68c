import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import type { RoleBinding } from "./types.ts";

/** `kubectl describe rolebinding` and `clusterrolebinding`. kubectl/pkg/describe/describe.go RoleBindingDescriber */
export const bindingDescribe: DescribeFacet = {
  async describe(object, out, { release }) {
    const { metadata, roleRef, subjects } = object as RoleBinding;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, release);
    out.write(0, "Role:\n");
    out.write(1, `Kind:\t${roleRef.kind}\n`);
    out.write(1, `Name:\t${roleRef.name}\n`);
    out.write(0, "Subjects:\n");
    out.write(1, "Kind\tName\tNamespace\n");
    out.write(1, "----\t----\t---------\n");
    for (const { kind, name, namespace = "" } of subjects ?? []) out.write(1, `${kind}\t${name}\t${namespace}\n`);
  },
};
