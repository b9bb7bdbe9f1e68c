import { describe, expect, test } from "bun:test";
import { type PowerShellHost, startLoop, startScript } from "../../../src/shell/powershell/standing-loop.ts";
import { UnsupportedScript } from "../../../src/shell/powershell/syntax.ts";

const script = `$i=0; while($true)
{
 % { $i++; write-host -NoNewline "$i $_" }
 (Invoke-RestMethod "http://192.168.1.101:30000")-replace '\\n', ' '
}`;

const ok = (content: string) => ({ statusCode: 200, content });

describe("the book's PowerShell loop", () => {
  test("prints a number and the answer with its line end turned into a blank", () => {
    const urls: string[] = [];
    const loop = startLoop(script, (url) => {
      urls.push(url);
      return ok("np-pods-5767d54d4b-vvvrm\n");
    });
    expect([loop?.next(), loop?.next()]).toEqual(["1 np-pods-5767d54d4b-vvvrm \n", "2 np-pods-5767d54d4b-vvvrm \n"]);
    expect(urls).toEqual(["http://192.168.1.101:30000", "http://192.168.1.101:30000"]);
  });

  test("skips iterations without asking anybody", () => {
    let asked = 0;
    const loop = startLoop(script, () => {
      asked++;
      return ok("x\n");
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
    expect(startLoop("$i=0; $i++", () => ok(""))).toBeUndefined();
    expect(() => startLoop("while($true) { Get-Process }", () => ok(""))?.next()).toThrow(UnsupportedScript);
    expect(() => startLoop("while($true) { ", () => ok(""))).toThrow(UnsupportedScript);
  });
});

/** What a script prints on a machine where time passes at once. */
async function printed(script: string): Promise<string> {
  const asked: string[] = [];
  const host: PowerShellHost = async (effect) => {
    if (effect.kind === "get") return effect.url.endsWith("/gone") ? { statusCode: 404, content: "" } : ok(`hello from ${effect.url}\n`);
    if (effect.kind === "program") return `[${effect.words.join("|")}]\n`;
    asked.push(`slept ${effect.seconds}`);
    return undefined;
  };
  const text = await startScript(script, host).goOn((output) => output.split("\n").length > 3);
  return text + asked.map((line) => `${line}\n`).join("");
}

describe("what readers type at PowerShell", () => {
  test.each([
    ["for ($i=1; $i -le 3; $i++) { Write-Host $i }", "1\n2\n3\n"],
    ["1..3 | % { $_ * 2 }", "2\n4\n6\n"],
    ['1..2 | ForEach-Object {\n  Write-Output "turn $_"; Start-Sleep -Seconds 1\n}', "turn 1\nturn 2\nslept 1\nslept 1\n"],
    ["sleep 2; Start-Sleep -Milliseconds 500", "slept 2\nslept 0.5\n"],
    ["$r = Invoke-WebRequest -Uri http://a/ -UseBasicParsing; $r.StatusCode; $r.Content", "200\nhello from http://a/\n\n"],
    ["(iwr http://a).StatusCode", "200\n"],
    ["irm a/b", "hello from http://a/b\n\n"],
    ["curl.exe -s http://a/$(1 + 1)", "[curl|-s|http://a/2]\n"],
    [
      "$n = 'web'; kubectl get pods -l \"app=$n\" -o jsonpath='{.items[0].metadata.name}'",
      "[kubectl|get|pods|-l|app=web|-o|jsonpath={.items[0].metadata.name}]\n",
    ],
    ['"$($i + 1) and `$x `"y`""', '1 and $x "y"\n'],
    ['"{0:D3} {1,4} {2:N1}" -f 7, "a", 1234.56', "007    a 1,234.6\n"],
    ["$i = 4; if ($i -gt 5) { echo big } elseif ($i % 2 -eq 0) { echo even } else { echo odd }", "even\n"],
    ['$i = 0; while ($true) { $i += 1; if ($i -ne 2) { "$i" }; kubectl version }', "1\n[kubectl|version]\n[kubectl|version]\n"],
    ["$i = 0; while ($i -lt 2) { $i++; echo $i }", "1\n2\n"],
  ])("%s", async (script, text) => {
    expect(await printed(script)).toBe(text);
  });

  test.each([
    ["Get-Process", "PowerShell's Get-Process"],
    ["Write-Host -Separator , 1", "PowerShell's Write-Host -Separator"],
    ["curl http://a", "curl, which is Invoke-WebRequest"],
    ["iwr http://a", "list of a web response"],
    ["iwr http://a/gone", "ends with 404"],
    ["irm http://a -Method POST", "-Method POST"],
    ["foreach ($i in 1..3) { $i }", "foreach statement"],
    ["kubectl get pods | Select-String web", "Select-String"],
    ['"{0:X}" -f 3', 'format "X"'],
    ["1 / 0", "division by zero"],
    ["$i++ $j", "PowerShell"],
  ])("%s is refused by name", async (script, why) => {
    const error: unknown = await printed(script).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnsupportedScript);
    expect(String(error)).toContain(why);
  });
});
