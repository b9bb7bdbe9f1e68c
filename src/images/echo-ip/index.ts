import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";

/** sysnet4admin/echo-ip: says the request's method and the address that got it. */
export const echoIp = server({
  name: "echo-ip",
  userland: "busybox",
  answer: (request, view) => returned(`request_method : ${request.method} | ip_dest: ${request.address}\n`, view, "1.18.0"),
  requestLog: accessLine,
});
