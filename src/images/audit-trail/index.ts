import { logDate } from "../../network/http.ts";
import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { hostnameOf } from "../view.ts";

/** sysnet4admin/audit-trail: names the pod, and writes each visit to a file that labs keep on NFS. */
export const auditTrail = server({
  name: "audit-trail",
  userland: "busybox",
  answer: (request, view) => returned(`pod_n: ${hostnameOf(view.pod)} | ip_dest: ${request.address}\n`, view, "1.18.0"),
  requestLog: accessLine,
  appends: (request, view) => ({
    [`/audit/audit_${hostnameOf(view.pod)}.log`]: `${logDate(view.now, 9)}  ${request.address}  ${request.method}\n`,
  }),
});
