import { fullEnvironment } from "../environment.ts";
import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { parseImage } from "../reference.ts";

/** sysnet4admin/hello and http-echo: one line of text. */
export const hello = server({
  name: "hello",
  userland: "busybox",
  answer(_, view) {
    const image = parseImage(view.container.image ?? "");
    const text = image?.short.endsWith("http-echo")
      ? (fullEnvironment(view)["ECHO_TEXT"] ?? "hello from http-echo")
      : `hello-${image?.tag ?? ""}`;
    return returned(`${text}\n`, view, "1.18.0");
  },
  requestLog: accessLine,
});
