import { headerOf } from "../../network/http.ts";
import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { hostnameOf } from "../view.ts";

/** amsy810/echo-nginx: tells what arrived. */
export const echoNginx = server({
  name: "echo-nginx",
  answer(request, view) {
    const host = (headerOf(request, "Host") ?? "").split(":")[0] ?? "";
    const path = request.path.split("?")[0] ?? "/";
    const forwarded = headerOf(request, "X-Forwarded-For") ?? "";
    return returned(
      `Host=${host}  Path=${path}  From=${hostnameOf(view.pod)}  ClientIP=${request.clientAddress}  XFF=${forwarded}\n`,
      view,
      "1.13.12",
    );
  },
  requestLog: accessLine,
});
