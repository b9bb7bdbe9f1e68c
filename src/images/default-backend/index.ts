import { byteLength, httpDate, response } from "../../network/http.ts";
import { server } from "../image.ts";

/** defaultbackend: what ingress controllers answer with where nobody else does. */
export const defaultBackend = server({
  name: "default-backend",
  ports: () => [8080],
  answer(request, view) {
    const isHealth = request.path.split("?")[0] === "/healthz";
    const body = isHealth ? "ok" : "default backend - 404";
    return response(
      isHealth ? 200 : 404,
      [
        ["Date", httpDate(view.now)],
        ["Content-Length", String(byteLength(body))],
        ["Content-Type", "text/plain; charset=utf-8"],
      ],
      body,
    );
  },
  shells: [],
});
