import { expect, test } from "bun:test";
import { claimsOf, readToken, signedToken } from "../../../src/machinery/service-account-token.ts";

test("a token carries its claims, and the cluster's one key", () => {
  const [first, second] = ["a", "b"].map((sub) => signedToken({ sub }, 1).split("."));
  expect(first?.[0]).toBe(second?.[0] ?? "");
  expect(JSON.parse(Buffer.from(first?.[1] ?? "", "base64url").toString())).toEqual({ sub: "a" });
  expect(first?.[2]).toHaveLength(342);
  expect(first?.[2]).not.toBe(second?.[2] ?? "");
});

test("a token is believed when this cluster signed it, and nobody has changed it since", () => {
  const token = signedToken({ sub: "a" }, 1);
  const [head = "", , signature = ""] = token.split(".");
  const forged = [head, btoa('{"sub":"b"}').replaceAll("=", ""), signature].join(".");
  expect(readToken(token, 1)).toEqual({ sub: "a" });
  expect([readToken(token, 2), readToken(forged, 1), readToken("x", 1), readToken("", 1)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(claimsOf(forged)).toEqual({ sub: "b" });
});
