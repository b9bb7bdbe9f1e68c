import { server } from "../image.ts";
import { accessLine, missing, returned } from "../nginx/index.ts";

const VERSION = "1.18.0";

/** sysnet4admin/healthz-nginx: says on / and /healthz that it is well. */
export const healthzNginx = server({
  name: "healthz-nginx",
  userland: "busybox",
  answer(request, view) {
    const path = request.path.split(/[?#]/)[0] ?? "/";
    if (path !== "/" && path !== "/healthz") return missing(view, VERSION);
    const answer = returned("It is looking good. HTTP ready to service.\n", view, VERSION);
    return { ...answer, headers: [...answer.headers, ["purpose", "health-check"]] };
  },
  requestLog: accessLine,
});
