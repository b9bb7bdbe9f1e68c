import type { KubeObject } from "../../machinery/object.ts";

/** An object as kubectl sends it to be made: without the resource version that a file out of `get -o yaml` carries. */
// cli-runtime/pkg/resource/helper.go CreateWithOptions, 1.20
export function creatable(object: KubeObject): KubeObject {
  if (!object.metadata.resourceVersion) return object;
  const { resourceVersion: _version, ...metadata } = object.metadata;
  return { ...object, metadata };
}
