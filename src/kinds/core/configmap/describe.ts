import { sortedKeys } from "../../../base/bytewise.ts";
import type { DescribeFacet } from "../../../machinery/describe.ts";
import { base64Bytes } from "../../shared/base64.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeMeta } from "../../../machinery/describing/meta.ts";
import type { ConfigMap } from "./types.ts";

/** `kubectl describe configmap`. Go prints the keys in random order; here they are sorted. describeConfigMap */
export const configMapDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { data = {}, binaryData = {} } = object as ConfigMap;
    describeMeta(object, out, context);
    out.write(0, "\nData\n====\n");
    for (const key of sortedKeys(data)) {
      out.write(0, `${key}:\n----\n`);
      out.write(0, `${data[key] ?? ""}\n`);
      if (context.release.has("describeBlankAfterValue")) out.write(0, "\n");
    }
    if (context.release.has("describeBinaryData")) {
      out.write(0, "\nBinaryData\n====\n");
      for (const key of sortedKeys(binaryData)) out.write(0, `${key}: ${base64Bytes(binaryData[key] ?? "")} bytes\n`);
      out.write(0, "\n");
    }
    await describeEvents(object, out, context);
  },
};
