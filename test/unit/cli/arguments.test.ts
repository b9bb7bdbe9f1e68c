import { expect, test } from "bun:test";
import { UserError } from "../../../src/base/user-error.ts";
import {
  capacityArgument,
  clockModeArgument,
  durationArgument,
  networkArgument,
  rateArgument,
  wholeNumberArgument,
} from "../../../src/cli/arguments.ts";

test("what is right is read", () => {
  expect(durationArgument("2m30s")).toBe(150_000);
  expect(wholeNumberArgument("7", "seed", 0)).toBe(7);
  expect(rateArgument("0.5")).toBe(0.5);
  expect(rateArgument("60x")).toBe(60);
  expect(clockModeArgument("stepped")).toBe("stepped");
  expect(networkArgument("10.1.0.0/16")).toBe("10.1.0.0/16");
  expect(capacityArgument("cpu=4,memory=16Gi,pods=250")).toEqual({ cpu: "4", memory: "16Gi", pods: "250" });
});

const wrong: [what: string, action: () => unknown][] = [
  ["5", () => durationArgument("5")],
  ["-3s", () => durationArgument("-3s")],
  ["1.5", () => wholeNumberArgument("1.5", "seed", 0)],
  ["0", () => rateArgument("0")],
  ["fast", () => clockModeArgument("fast")],
  ["10.1.0.1/16", () => networkArgument("10.1.0.1/16")],
  ["300.1.0.0/16", () => networkArgument("300.1.0.0/16")],
  ["disk=3", () => capacityArgument("disk=3")],
  ["cpu=", () => capacityArgument("cpu=4,cpu=")],
];

for (const [what, action] of wrong) {
  test(`"${what}" is refused in one line that says what would be right`, () => {
    expect(action).toThrow(UserError);
    expect(action).toThrow(/^"[^\n]*" is no [^\n]+: [^\n]+$/);
  });
}
