import type { Command } from "../shell/machine.ts";

/** The `nginx` program as people call it from outside: -v, -t and -s reload; anything else would start a second server. */
export const control =
  (version: string): Command =>
  ({ argv, complain, machine, now }) => {
    const [flag = "", signal = ""] = argv;
    if (flag === "-v" || flag === "-V") {
      complain(`nginx version: nginx/${version}\n`);
      return 0;
    }
    if (flag === "-t") {
      const file = "/etc/nginx/nginx.conf";
      complain(`nginx: the configuration file ${file} syntax is ok\nnginx: configuration file ${file} test is successful\n`);
      return 0;
    }
    if (flag === "-s") {
      if (signal === "stop" || signal === "quit") machine.stopMain?.();
      const at = new Date(now()).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " ");
      complain(`${at} [notice] 30#30: signal process started\n`);
      return 0;
    }
    machine.serve?.();
    complain("nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n");
    return 1;
  };
