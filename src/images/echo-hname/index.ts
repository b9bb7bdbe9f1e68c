import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { hostnameOf } from "../view.ts";

/** sysnet4admin/echo-hname: says which pod answers. */
export const echoHname = server({
  name: "echo-hname",
  userland: "busybox",
  answer: (_, view) => returned(`${hostnameOf(view.pod)}\n`, view, "1.18.0"),
  requestLog: accessLine,
});
