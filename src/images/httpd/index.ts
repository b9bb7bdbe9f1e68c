import { byteLength, headerOf, httpDate, logDate, response } from "../../network/http.ts";
import { server } from "../image.ts";
import { filesNow } from "../program.ts";
import type { Command } from "../shell/machine.ts";

const ROOT = "/usr/local/apache2/htdocs";
const WELCOME = "<html><body><h1>It works!</h1></body></html>\n";
const start: Command = ({ machine, complain }) => {
  machine.serve?.();
  complain("(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80\n");
  return 1;
};
const NOT_FOUND =
  '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n';

/** The official Apache image. */
export const httpd = server({
  name: "httpd",
  serverProgram: "httpd",
  programs: () => ({ httpd: start, "httpd-foreground": start }),
  lacks: ["curl", "nslookup", "ping", "ps", "top", "wget"],
  mainProcess: "httpd -DFOREGROUND",
  answer(request, view) {
    const path = request.path.split(/[?#]/)[0] ?? "/";
    const content = filesNow(view).read(ROOT + (path.endsWith("/") ? `${path}index.html` : path));
    const body = content ?? NOT_FOUND;
    return response(
      content === undefined ? 404 : 200,
      [
        ["Date", httpDate(view.now)],
        ["Server", "Apache/2.4.62 (Unix)"],
        ...(content === undefined
          ? []
          : ([
              ["Last-Modified", "Mon, 11 Jun 2007 18:53:14 GMT"],
              ["ETag", '"2d-432a5e4a73a80"'],
              ["Accept-Ranges", "bytes"],
            ] as const)),
        ["Content-Length", String(byteLength(body))],
        ["Content-Type", "text/html"],
      ],
      body,
    );
  },
  requestLog: (request, answer, view) =>
    `${request.clientAddress} - - [${logDate(view.now)}] "${request.method} ${request.path} HTTP/1.1" ${answer.status} ${headerOf(answer, "Content-Length") ?? "-"}`,
  files: () => ({ [`${ROOT}/index.html`]: WELCOME }),
  stop: { afterMs: 1000, exitCode: 0 },
  idle: { cpuMillis: 1, memoryMi: 6 },
});
