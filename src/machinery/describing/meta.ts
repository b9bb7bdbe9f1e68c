import type { DescribeContext, DescribeWriter } from "../describe.ts";
import type { KubeObject } from "../object.ts";
import { describeAnnotations, describeMap } from "./maps.ts";

/** Name, namespace, labels and annotations, as many pages begin. */
export function describeMeta(object: KubeObject, out: DescribeWriter, context: DescribeContext): void {
  describeName(object, out);
  describeMap(out, "Labels", object.metadata.labels);
  describeAnnotations(out, "Annotations", object.metadata.annotations, context.release);
}

/** Name and namespace. */
export function describeName({ metadata }: KubeObject, out: DescribeWriter): void {
  out.write(0, `Name:\t${metadata.name ?? ""}\n`);
  out.write(0, `Namespace:\t${metadata.namespace ?? ""}\n`);
}

/** `ReplicaSet/web-5d` of the controlling owner, or nothing. */
export function describeController({ metadata }: KubeObject, out: DescribeWriter): void {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (owner) out.write(0, `Controlled By:\t${owner.kind}/${owner.name}\n`);
}
