import { canonicalQuantity } from "../../machinery/quantity.ts";
import { CommandError } from "../errors.ts";

/** Reads `cpu=100m,memory=1Gi`, each quantity as Go writes it; "" gives nothing. Throws CommandError. */
// kubectl/pkg/cmd/create/create_quota.go populateResourceListV1
export function readAmounts(text: string): Record<string, string> {
  const amounts: Record<string, string> = {};
  for (const statement of text === "" ? [] : text.split(",")) {
    const [resource = "", amount, ...rest] = statement.split("=");
    if (amount === undefined || rest.length > 0)
      throw new CommandError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    try {
      amounts[resource] = canonicalQuantity(amount);
    } catch (error) {
      throw new CommandError((error as Error).message);
    }
  }
  return amounts;
}
