import { bytesOfText, textOfBytes } from "../byte-text.ts";
import { readInputs } from "./inputs.ts";
import { readOptions, refuseOption, type UserlandProgram } from "./program.ts";

const WIDTH = 76;

/** base64 [-d] [-w COLUMNS] [FILE] */
export const base64: UserlandProgram = (call) => {
  const { flags, operands, unknown } = readOptions(call.args, "dDi", "w", { decode: "d", wrap: "w", "ignore-garbage": "i" });
  if (unknown !== undefined) return refuseOption(call, unknown);
  const { inputs, failures } = readInputs(call, operands);
  const text = inputs.map((input) => input.text).join("");
  if (failures > 0) return 1;
  if (flags.has("d") || flags.has("D")) return decode(call, text.replace(/\n/g, ""));
  const encoded = btoa(Array.from(bytesOfText(text), (byte) => String.fromCharCode(byte)).join(""));
  const width = Number(flags.get("w") ?? WIDTH);
  const lines = width === 0 ? [encoded] : (encoded.match(new RegExp(`.{1,${width}}`, "g")) ?? []);
  call.streams.out(lines.join("\n") + (width === 0 || encoded === "" ? "" : "\n"));
  return 0;
};

function decode({ streams, name }: Parameters<UserlandProgram>[0], text: string): number {
  const whole = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(text)?.[0] ?? "";
  streams.out(textOfBytes(Uint8Array.from(atob(whole), (char) => char.charCodeAt(0))));
  if (whole === text) return 0;
  streams.err(`${name}: invalid input\n`);
  return 1;
}
