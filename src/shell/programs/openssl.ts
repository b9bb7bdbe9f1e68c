import { textOfBytes } from "../../base/byte-text.ts";
import { type Call, type Program, UnsupportedCommand } from "../program.ts";

/** Characters of base64 in a line of openssl's. */
const COLUMNS = 64;

/** `openssl rand [-base64|-hex] BYTES`, as secrets are made; its other commands are refused by name. */
export const openssl: Program = async (call) => {
  const [command = "", ...args] = call.args;
  if (command !== "rand") throw new UnsupportedCommand(`the lab's openssl knows "rand" alone, not "${command}"`);
  const form = /^--?(base64|hex)$/.exec(args[0] ?? "")?.[1];
  const words = form === undefined ? args : args.slice(1);
  const [count = ""] = words;
  if (words.length !== 1 || !/^\d{1,6}$/.test(count))
    throw new UnsupportedCommand(`the lab's openssl does not know "rand ${args.join(" ")}"`);
  const bytes = await drawBytes(call, Number(count));
  if (form === "hex") call.streams.out(`${bytes.toHex()}\n`);
  else if (form === undefined) call.streams.out(textOfBytes(bytes));
  else call.streams.out((bytes.toBase64().match(new RegExp(`.{1,${COLUMNS}}`, "g")) ?? []).map((line) => `${line}\n`).join(""));
  return 0;
};

function drawBytes(call: Call, count: number): Promise<Uint8Array> {
  return call.within((session) =>
    session.write(() => {
      const random = session.cluster.sim.stream(`openssl/${call.machine}`);
      return Uint8Array.from({ length: count }, () => random.int(256));
    }),
  );
}
