import type { Command, Invocation } from "../command.ts";
import type { KubectlEnv } from "../env.ts";
import { CommandError, PlainError } from "../errors.ts";
import { klogLine } from "../klog.ts";
import { ExpressionError, expressions } from "../proxy/filter.ts";
import { type ProxyPlan, routeOf } from "../proxy/route.ts";
import { type ApiFront, type KubectlSockets, ListenError } from "../sockets.ts";

const PORT = 8001;
const PORT_MAX = 65_535;
/** Exit code of klog.Fatal. */
const FATAL = 255;
/** Exit code of a process that SIGINT has ended, as shells see it. */
const INTERRUPTED = 130;

/** `kubectl proxy`: serves until it is ended. kubectl/pkg/cmd/proxy/proxy.go, kubectl/pkg/proxy/proxy_server.go */
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
    {
      name: "append-server-path",
      type: "bool",
      feature: "proxyAppendsPath",
      usage: "Put the path of the configured server before the path of each request.",
    },
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
  async run(invocation) {
    const { env, flags, release, factory } = invocation;
    const { server, identity } = await factory.connection();
    const plan = planOf(invocation);
    const path = flags.text("unix-socket");
    const port = flags.number("port");
    if (port !== PORT && path !== "") throw new CommandError("cannot set --unix-socket and --port at the same time");
    const directory = flags.text("www");
    if (directory !== "") warnOfDirectory(env, directory, release.value("proxyLogLines"));
    if (env.sockets === undefined)
      throw new PlainError('error: k8sim does not emulate "kubectl proxy" here; k8sim serve offers the API on a local port\n');
    const sockets = await env.sockets();
    const place = path === "" ? { address: checkedAddress(flags.text("address"), port), port } : { path };
    sockets.release();
    const shown = await listening(sockets, { place, server, identity, route: routeOf(plan, env.files) });
    env.stdout(`Starting to serve on ${shown}\n`);
    sockets.release();
    await sockets.interrupted();
    // Ctrl-C is nothing that this command waits for: the signal itself ends it.
    return INTERRUPTED;
  },
};

function planOf({ env, flags, release }: Invocation): ProxyPlan {
  const slashed = (text: string): string => (text.endsWith("/") ? text : `${text}/`);
  const lines = release.value("proxyLogLines");
  const files =
    flags.text("www") === ""
      ? {}
      : { files: { directory: flags.text("www"), prefix: slashed(flags.text("www-prefix")), listingHead: release.value("proxyListing") } };
  const apiPrefix = slashed(flags.text("api-prefix"));
  if (flags.bool("disable-filter")) {
    const warning = "Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious";
    if (flags.text("unix-socket") === "") env.stderr(klogLine(env, "W", lines.filter, warning));
    return { apiPrefix, ...files };
  }
  const list = (name: string): RegExp[] => {
    try {
      return expressions(flags.text(name));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new PlainError(klogLine(env, "F", lines.expression, `Error compiling re: ${error.message}`), FATAL);
    }
  };
  const accept = { acceptPaths: list("accept-paths"), rejectPaths: list("reject-paths") };
  return { apiPrefix, filter: { ...accept, acceptHosts: list("accept-hosts"), rejectMethods: list("reject-methods") }, ...files };
}

function warnOfDirectory(env: KubectlEnv, directory: string, lines: { absent: string; file: string }): void {
  const kind = env.files.kind(directory);
  if (kind === undefined) {
    const why = `Failed to stat static file directory ${directory}: stat ${directory}: no such file or directory`;
    env.stderr(klogLine(env, "W", lines.absent, why));
  } else if (kind === "file") env.stderr(klogLine(env, "W", lines.file, `Static file directory ${directory} is not a directory`));
}

/** Go joins address and port with a colon, whatever the address. net.Listen */
function checkedAddress(address: string, port: number): string {
  if (address.includes(":") && !/^\[.*\]$/.test(address))
    throw new CommandError(`listen tcp: address ${address}:${port}: too many colons in address`);
  if (port < 0 || port > PORT_MAX) throw new CommandError(`listen tcp: address ${port}: invalid port`);
  return address.replace(/^\[(.*)\]$/, "$1");
}

async function listening(sockets: KubectlSockets, front: ApiFront): Promise<string> {
  const { place } = front;
  const at = (port: number): string =>
    "path" in place ? place.path : `${place.address.includes(":") ? `[${place.address}]` : place.address}:${port}`;
  try {
    return at(await sockets.serveApi(front));
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    if (!error.message.startsWith("bind: ") && !("path" in place))
      throw new CommandError(`listen tcp: lookup ${place.address}: no such host`);
    throw new CommandError(`listen ${"path" in place ? "unix" : "tcp"} ${at("path" in place ? 0 : place.port)}: ${error.message}`);
  }
}
