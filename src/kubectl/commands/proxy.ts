import type { Command } from "../command.ts";
import { PlainError } from "../errors.ts";

const PORT = 8001;

/** `kubectl proxy`: its flags. No process listens between commands here; `k8sim serve` does. kubectl/pkg/cmd/proxy/proxy.go */
export const proxyCommand: Command = {
  use: () => "proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]",
  long: "Serve the API of the cluster on a local port, without asking who comes.",
  examples: "kubectl proxy --port=8080",
  flags: () => [
    {
      name: "accept-hosts",
      type: "string",
      default: "^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$",
      usage: "Hosts to serve, as regular expressions.",
    },
    { name: "accept-paths", type: "string", default: "^.*", usage: "Paths to serve, as regular expressions." },
    { name: "address", type: "string", default: "127.0.0.1", usage: "Address to listen on." },
    { name: "api-prefix", type: "string", default: "/", usage: "Path under which the API is served." },
    { name: "disable-filter", type: "bool", usage: "Serve every request. Dangerous on a port that others reach." },
    { name: "keepalive", type: "duration", default: 0, usage: "How long an idle connection is kept; 0 keeps none." },
    { name: "port", shorthand: "p", type: "int", default: PORT, usage: "Port to listen on; 0 takes any that is free." },
    {
      name: "reject-methods",
      type: "string",
      default: "^$",
      usage: "HTTP methods to refuse, as regular expressions, e.g. --reject-methods='POST,PUT,PATCH'.",
    },
    {
      name: "reject-paths",
      type: "string",
      default: "^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach",
      usage: "Paths to refuse even where --accept-paths lets them in.",
    },
    { name: "unix-socket", shorthand: "u", type: "string", usage: "Socket to listen on instead of a port." },
    { name: "www", shorthand: "w", type: "string", usage: "Directory of files to serve as well." },
    { name: "www-prefix", shorthand: "P", type: "string", default: "/static/", usage: "Path under which those files are served." },
  ],
  run() {
    throw new PlainError('error: k8sim does not emulate "kubectl proxy"; k8sim serve offers the API on a local port\n');
  },
};
