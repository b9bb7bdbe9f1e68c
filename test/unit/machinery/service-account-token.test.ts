import { expect, test } from "bun:test";
import { signedToken } from "../../../src/machinery/service-account-token.ts";
import { createSim, newHeader } from "../../../src/sim/sim.ts";

test("a token carries its claims, and the cluster's one key", () => {
  const sim = createSim({ seed: 1, header: newHeader(0) });
  const [first, second] = ["a", "b"].map((stream) => signedToken({ sub: stream }, stream, sim, 1).split("."));
  expect(first?.[0]).toBe(second?.[0] ?? "");
  expect(JSON.parse(Buffer.from(first?.[1] ?? "", "base64url").toString())).toEqual({ sub: "a" });
  expect(first?.[2]).toHaveLength(342);
  expect(first?.[2]).not.toBe(second?.[2] ?? "");
});
