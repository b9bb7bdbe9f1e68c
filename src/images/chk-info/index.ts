import { headerOf, logDate } from "../../network/http.ts";
import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { hostnameOf } from "../view.ts";

/** sysnet4admin/chk-info: a page about the pod and the request. */
export const chkInfo = server({
  name: "chk-info",
  answer(request, view) {
    const rows = [
      ["Server name", hostnameOf(view.pod)],
      ["Server address", `${request.address}:${request.port}`],
      ["User Agent", headerOf(request, "User-Agent") ?? ""],
      ["Document Root", "/usr/share/nginx/html"],
      ["Date", logDate(view.now)],
      ["Frontend Load Balancer IP", request.clientAddress],
      ["NGINX version", "1.18.0"],
    ];
    const body = `<html><body>\n${rows.map(([name, value]) => `<p><span>${name}:</span> <span>${value}</span></p>`).join("\n")}\n<p>NGINX, Inc. 2021</p>\n</body></html>\n`;
    return returned(body, view, "1.18.0");
  },
  requestLog: accessLine,
});
