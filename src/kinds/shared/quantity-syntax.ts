import { goQuote } from "../../base/go-format.ts";
import { parseQuantity } from "../../machinery/quantity.ts";

/** Go's `%#v` of a resource.Quantity that an int64 can hold, as field errors print quantities that are not texts. */
export function quantitySyntax(amount: string): string {
  const { unscaled, scale, text, format } = parseQuantity(amount);
  const value = `i:resource.int64Amount{value:${unscaled}, scale:${scale}}`;
  return `resource.Quantity{${value}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:${goQuote(text)}, Format:${goQuote(format)}}`;
}
