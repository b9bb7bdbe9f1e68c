import { byteLength, httpDate, response } from "../../network/http.ts";
import { server } from "../image.ts";
import { returned } from "../nginx/index.ts";
import { welcomePage } from "../nginx/pages.ts";

const GREETING = "\n Hello from example application. (written by Andrew)\n";

/** andrewloyolajeong/almighty: a Node.js application on 8080, nginx on 80 and 8081. */
export const almighty = server({
  name: "almighty",
  ports: () => [80, 8080, 8081],
  listensAfterMs: 1000,
  answer(request, view) {
    if (request.port !== 8080) return returned(welcomePage("1.18.0"), view, "1.18.0");
    return response(
      200,
      [
        ["Date", httpDate(view.now)],
        ["Connection", "keep-alive"],
        ["Content-Length", String(byteLength(GREETING))],
      ],
      GREETING,
    );
  },
  idle: { cpuMillis: 1, memoryMi: 20 },
});
