import { describe, expect, test } from "bun:test";
import { startLoop } from "../../../src/shell/powershell/standing-loop.ts";
import { UnsupportedScript } from "../../../src/shell/powershell/syntax.ts";

const script = `$i=0; while($true)
{
 % { $i++; write-host -NoNewline "$i $_" }
 (Invoke-RestMethod "http://192.168.1.101:30000")-replace '\\n', ' '
}`;

describe("the book's PowerShell loop", () => {
  test("prints a number and the answer with its line end turned into a blank", () => {
    const urls: string[] = [];
    const loop = startLoop(script, (url) => {
      urls.push(url);
      return "np-pods-5767d54d4b-vvvrm\n";
    });
    expect([loop?.next(), loop?.next()]).toEqual(["1 np-pods-5767d54d4b-vvvrm \n", "2 np-pods-5767d54d4b-vvvrm \n"]);
    expect(urls).toEqual(["http://192.168.1.101:30000", "http://192.168.1.101:30000"]);
  });

  test("skips iterations without asking anybody", () => {
    let asked = 0;
    const loop = startLoop(script, () => {
      asked++;
      return "x\n";
    });
    loop?.next();
    loop?.skip(56380);
    expect(loop?.next()).toBe("56382 x \n");
    expect(asked).toBe(2);
    expect(loop?.iterations).toBe(56382);
  });

  test("an answer that does not come prints nothing after the number", () => {
    expect(startLoop(script, () => undefined)?.next()).toBe("1 ");
  });

  test("no loop, and things that are not emulated", () => {
    expect(startLoop("$i=0; $i++", () => "")).toBeUndefined();
    expect(() => startLoop("while($true) { Get-Process }", () => "")?.next()).toThrow(UnsupportedScript);
    expect(() => startLoop("while($true) { ", () => "")).toThrow(UnsupportedScript);
  });
});
