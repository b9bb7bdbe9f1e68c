import { unixDate } from "../../network/http.ts";
import { server } from "../image.ts";
import type { Command } from "../shell/machine.ts";

/** `curlchk URL` and `curlchk-k URL` (https): tell whether the URL answers, and end with 0 either way. facts/images.md 1 */
const check =
  (scheme: "http" | "https"): Command =>
  ({ argv, run, print, now }) => {
    const [url = ""] = argv;
    const isWorking = run(["curl", "-s", "-k", "-o", "/dev/null", url.includes("://") ? url : `${scheme}://${url}`]) === 0;
    print(`${unixDate(now())}  ${isWorking ? "Okay" : "NOOO"} [${url}] is ${isWorking ? "working properly" : "not working on"}\n`);
    return 0;
  };

const nslookup: Command = (process) => {
  const { nslookupOfBind } = require("../shell/network-commands.ts") as typeof import("../shell/network-commands.ts");
  return nslookupOfBind(process);
};

const PROGRAMS = { curlchk: check("http"), "curlchk-k": check("https"), nslookup };

/** sysnet4admin/net-tools and its predecessor tester: a shell with tools of the network, bind-tools among them. */
export const netTools = server({
  name: "net-tools",
  userland: "busybox",
  ports: () => [],
  entrypoint: () => ({ kind: "shell" }),
  stop: { afterMs: 30_000, exitCode: 137 },
  programs: () => PROGRAMS,
});
