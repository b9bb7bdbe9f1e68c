import { goJson } from "../../base/json-out.ts";
import { formatYaml } from "../../base/yaml-out.ts";
import { type Release, parseRelease } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";

/** apimachinery/pkg/version Info, in Go's field order. */
interface VersionInfo {
  readonly major: string;
  readonly minor: string;
  readonly gitVersion: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly buildDate: string;
  readonly goVersion: string;
  readonly compiler: string;
  readonly platform: string;
}

const INFO_FIELDS = [
  "major",
  "minor",
  "gitVersion",
  "gitCommit",
  "gitTreeState",
  "buildDate",
  "goVersion",
  "compiler",
  "platform",
] as const;

/** `kubectl version`: client and server. kubectl/pkg/cmd/version/version.go */
export const versionCommand: Command = {
  use: () => "version [flags]",
  examples: "# Versions of client and server\nkubectl version",
  flags: (release) => [
    { name: "client", type: "bool", usage: "Show the client's version only; no server is needed." },
    { name: "output", shorthand: "o", type: "string", usage: "One of 'yaml' or 'json'." },
    {
      name: "short",
      type: "bool",
      feature: "versionShortFlag",
      usage: "Print just the numbers.",
      ...(release.value("versionStyle") === "deprecated struct"
        ? { deprecated: "and will be removed in the future. The --short output will become the default." }
        : {}),
    },
  ],
  async run(invocation) {
    const { flags, env, args, release } = invocation;
    if (release.has("versionRefusesArguments") && args.length > 0) throw new CommandError(`extra arguments: [${args.join(" ")}]`);
    const output = flags.text("output");
    if (!["", "yaml", "json"].includes(output)) throw new CommandError("--output must be 'yaml' or 'json'");
    const client = clientInfo(release);
    const server = flags.bool("client") ? undefined : await serverInfo(invocation);
    const known = server instanceof Error ? undefined : server;
    env.stdout(output === "" ? plainText(invocation, client, known) : document(release, output, client, known));
    if (server instanceof Error) throw server;
    if (known !== undefined) warnAboutSkew(invocation, known);
  },
};

function clientInfo(release: Release): VersionInfo {
  const { gitCommit, buildDate, goVersion } = release.value("serverBuild");
  const fixed = { gitCommit, gitTreeState: "clean", buildDate, goVersion, compiler: "gc", platform: "linux/amd64" };
  return { major: "1", minor: String(release.minor), gitVersion: release.text, ...fixed };
}

async function serverInfo({ factory }: Invocation): Promise<VersionInfo | Error> {
  try {
    const response = await (await factory.client()).path("/version");
    const info = response.body as unknown as VersionInfo;
    return Object.fromEntries(INFO_FIELDS.map((field) => [field, info[field]])) as unknown as VersionInfo;
  } catch (error) {
    return error as Error;
  }
}

function plainText(invocation: Invocation, client: VersionInfo, server: VersionInfo | undefined): string {
  const { release, flags, env } = invocation;
  const style = release.value("versionStyle");
  const short = style === "short" || (flags.has("short") && flags.bool("short"));
  if (style === "deprecated struct" && !short) {
    env.stderr(
      "WARNING: This version information is deprecated and will be replaced with the output from kubectl version --short.  Use --output=yaml|json to get the full version.\n",
    );
  }
  const show = (info: VersionInfo): string => (short ? info.gitVersion : goStruct(info));
  const kustomize = release.value("kustomizeVersion");
  const lines = [`Client Version: ${show(client)}\n`];
  if (kustomize !== "") lines.push(`Kustomize Version: ${kustomize}\n`);
  if (server !== undefined) lines.push(`Server Version: ${show(server)}\n`);
  return lines.join("");
}

function goStruct(info: VersionInfo): string {
  return `version.Info{${INFO_FIELDS.map((field) => `${field.charAt(0).toUpperCase()}${field.slice(1)}:"${info[field]}"`).join(", ")}}`;
}

function document(release: Release, output: string, client: VersionInfo, server: VersionInfo | undefined): string {
  const kustomize = release.value("kustomizeVersion");
  const whole = {
    clientVersion: client,
    ...(kustomize === "" ? {} : { kustomizeVersion: kustomize }),
    ...(server === undefined ? {} : { serverVersion: server }),
  };
  return output === "yaml" ? `${formatYaml(whole)}\n` : `${goJson(whole, { indent: 2 })}\n`;
}

/** kubectl/pkg/cmd/version/skew_warning.go, 1.21 */
function warnAboutSkew({ release, env }: Invocation, server: VersionInfo): void {
  const other = parseRelease(server.gitVersion);
  if (!release.has("versionSkewWarning") || other === undefined || Math.abs(other.minor - release.minor) <= 1) return;
  env.stderr(
    `WARNING: version difference between client (1.${release.minor}) and server (1.${other.minor}) exceeds the supported minor version skew of +/-1\n`,
  );
}
