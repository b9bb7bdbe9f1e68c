import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { requestsOf } from "../request-count.ts";

/** sysnet4admin/nginx-status: as echo-ip, and nginx's own counters on /stub_status. */
export const nginxStatus = server({
  name: "nginx-status",
  userland: "busybox",
  countsRequests: true,
  answer(request, view) {
    const path = request.path.split(/[?#]/)[0];
    if (path !== "/stub_status") return returned(`request_method : ${request.method} | ip_dest: ${request.address}\n`, view, "1.18.0");
    // Each request of this model has a connection of its own, this one among them.
    const requests = requestsOf(view) + 1;
    const counters = `Active connections: 1 \nserver accepts handled requests\n ${requests} ${requests} ${requests} \nReading: 0 Writing: 1 Waiting: 0 \n`;
    return returned(counters, view, "1.18.0", "text/plain");
  },
  requestLog: accessLine,
});
