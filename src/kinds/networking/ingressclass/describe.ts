import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import type { IngressClass } from "./types.ts";

/** `kubectl describe ingressclass`. kubectl/pkg/describe/describe.go describeIngressClassV1 */
export const ingressClassDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, spec } = object as IngressClass;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `Controller:\t${spec?.controller ?? ""}\n`);
    if (spec?.parameters) {
      const { apiGroup, kind, name } = spec.parameters;
      out.write(0, "Parameters:\n");
      if (apiGroup !== undefined) out.write(1, `APIGroup:\t${apiGroup}\n`);
      out.write(1, `Kind:\t${kind}\n`);
      out.write(1, `Name:\t${name}\n`);
    }
    await describeEvents(object, out, context);
  },
};
