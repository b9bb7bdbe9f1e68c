import { sortedKeys } from "../../../base/bytewise.ts";
import type { DescribeFacet } from "../../../machinery/describe.ts";
import { base64Bytes, decodeBase64 } from "../../shared/base64.ts";
import { describeMeta } from "../../../machinery/describing/meta.ts";
import type { Secret } from "./types.ts";

/** `kubectl describe secret`: sizes, and a service account's token in clear. describeSecret */
export const secretDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { data = {}, type = "" } = object as Secret;
    describeMeta(object, out, context);
    out.write(0, `\nType:\t${type}\n`);
    out.write(0, "\nData\n====\n");
    for (const key of sortedKeys(data)) {
      const value = data[key] ?? "";
      const inClear = key === "token" && type === "kubernetes.io/service-account-token";
      out.write(0, `${key}:\t${inClear ? decodeBase64(value) : `${base64Bytes(value)} bytes`}\n`);
    }
  },
};
