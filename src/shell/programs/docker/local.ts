import { tabulate } from "../../../base/tabwriter.ts";
import { hex64, parseImage } from "../../../cluster/docker.ts";
import type { Pod } from "../../../kinds/core/pod/types.ts";
import { UnsupportedCommand } from "../../program.ts";
import { readArguments } from "./arguments.ts";
import { changed, daemonError, type DockerCommand, usageError } from "./command.ts";
import { agoText, type DockerVersion, repositoryOf, shortId, sizeText } from "./texts.ts";

/** docker's tables. cli/command/formatter/tabwriter; 20.10 lets columns be narrower */
function table(rows: readonly (readonly string[])[], { number }: DockerVersion): string {
  return tabulate(`${rows.map((row) => row.join("\t")).join("\n")}\n`, { minWidth: number < 2010 ? 20 : 10, padding: 3 });
}

/** `docker images [NAME[:TAG]]` */
export const images: DockerCommand = (docker) => {
  const { call, host, shown } = docker;
  const read = readArguments(docker.words, {
    values: ["filter", "format"],
    switches: ["all", "quiet", "no-trunc", "digests"],
    letters: { a: "all", q: "quiet", f: "filter" },
  });
  for (const flag of ["filter", "format", "digests"]) if (read.flags.has(flag)) throw new UnsupportedCommand(`docker images --${flag}`);
  const wrong = usageError(docker, "images", read, read.operands.length > 1 ? 1 : read.operands.length);
  if (wrong !== undefined) return wrong;
  const [, wanted, tag] = /^(.*?)(?::([^/]*))?$/.exec(read.operands[0] ?? "") ?? [];
  const id = (text: string): string => (read.flags.has("no-trunc") ? `sha256:${text}` : shortId(text));
  const chosen = host
    .images()
    .filter((image) => !wanted || ([image.name, repositoryOf(image, shown)].includes(wanted) && (tag === undefined || image.tag === tag)));
  if (read.flags.has("quiet")) call.streams.out(chosen.map((image) => `${id(image.id)}\n`).join(""));
  else {
    const rows = chosen.map((image) => [
      repositoryOf(image, shown),
      image.tag,
      id(image.id),
      agoText(call.now() - image.createdAt),
      sizeText(image.sizeBytes, 3, shown),
    ]);
    call.streams.out(table([["REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"], ...rows], shown));
  }
  return 0;
};

/** `docker tag SOURCE TARGET` */
export const tag: DockerCommand = async (docker) => {
  const read = readArguments(docker.words, { values: [], switches: [], letters: {} });
  const wrong = usageError(docker, "tag", read, 2);
  if (wrong !== undefined) return wrong;
  const [source = "", target = ""] = read.operands;
  const image = docker.host.find(source);
  const reference = parseImage(target);
  if (reference === undefined || reference.digest !== undefined) {
    docker.call.streams.err(
      `Error parsing reference: "${target}" is not a valid repository/tag: ${/[A-Z]/.test(target) ? "invalid reference format: repository name must be lowercase" : "invalid reference format"}\n`,
    );
    return 1;
  }
  if (image === undefined) return daemonError(docker, noImage(source, docker.shown));
  await changed(docker, () => docker.host.tag(image, reference));
  return 0;
};

/** The name is said with its tag. daemon/images/image.go ErrImageDoesNotExist */
function noImage(text: string, { number }: DockerVersion): string {
  const named = /:[^/]*$/.test(text) ? text : `${text}:latest`;
  return number < 1700 ? `no such id: ${text}` : `No such image: ${named}`;
}

/** `docker rmi IMAGE…` */
export const rmi: DockerCommand = async (docker) => {
  const read = readArguments(docker.words, { values: [], switches: ["force", "no-prune"], letters: { f: "force" } });
  let status = 0;
  for (const text of read.operands) {
    const image = docker.host.find(text);
    if (image === undefined) {
      docker.call.streams.err(
        `Error${docker.shown.number < 2300 ? "" : " response from daemon"}: No such image: ${/:[^/]*$/.test(text) ? text : `${text}:latest`}\n`,
      );
      status = 1;
      continue;
    }
    const isLast = !(await changed(docker, () => docker.host.untag(image)));
    docker.call.streams.out(`Untagged: ${image.name}:${image.tag}\n`);
    if (isLast) docker.call.streams.out([image.id, ...image.layers.toReversed()].map((id) => `Deleted: sha256:${id}\n`).join(""));
  }
  return status;
};

/** `docker ps`: the containers of this node's pods, where docker runs them. */
export const ps: DockerCommand = (docker) => {
  const { call, host, shown } = docker;
  const read = readArguments(docker.words, {
    values: ["filter", "format", "last"],
    switches: ["all", "quiet", "no-trunc", "latest", "size"],
    letters: { a: "all", q: "quiet", f: "filter" },
  });
  for (const flag of ["filter", "format", "last", "latest", "size"])
    if (read.flags.has(flag)) throw new UnsupportedCommand(`docker ps --${flag}`);
  const rows = host.servesKubelet
    ? containers(call.cluster.store.list("pods", { index: `node:${call.machine}` }) as readonly Pod[], call.now())
    : [];
  if (read.flags.has("quiet")) call.streams.out(rows.map(([id = ""]) => `${id}\n`).join(""));
  else call.streams.out(table([["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"], ...rows], shown));
  return 0;
};

/** pkg/kubelet/dockershim/naming.go */
function containers(pods: readonly Pod[], now: number): string[][] {
  return pods.flatMap((pod) => {
    const { name = "", namespace = "", uid = "" } = pod.metadata;
    return (pod.status?.containerStatuses ?? []).flatMap((status) => {
      const { running } = status.state ?? {};
      if (running === undefined) return [];
      const since = agoText(now - Date.parse(running.startedAt ?? "")).replace(/ ago$/, "");
      const command = pod.spec.containers.find((one) => one.name === status.name)?.command?.join(" ") ?? status.name;
      const shortCommand = command.length > 20 ? `${command.slice(0, 19)}…` : command;
      const own = [
        shortId(status.containerID?.replace(/^\w+:\/\//, "") ?? ""),
        shortId(hex64(status.image)),
        `"${shortCommand}"`,
        `${since} ago`,
        `Up ${since}`,
        "",
        `k8s_${status.name}_${name}_${namespace}_${uid}_${status.restartCount}`,
      ];
      const sandbox = [
        shortId(hex64(uid)),
        "k8s.gcr.io/pause:3.2",
        '"/pause"',
        `${since} ago`,
        `Up ${since}`,
        "",
        `k8s_POD_${name}_${namespace}_${uid}_0`,
      ];
      return [own, sandbox];
    });
  });
}

/** Anybody may log in: there is one registry, and it is emulated. */
export const login: DockerCommand = ({ call: { streams }, words, shown }) => {
  const read = readArguments(words, {
    values: ["username", "password"],
    switches: ["password-stdin"],
    letters: { u: "username", p: "password" },
  });
  const server = read.operands[0];
  if (!read.flags.has("username") && server === undefined)
    streams.out(
      "Login with your Docker ID to push and pull images from Docker Hub. If you don't have a Docker ID, head over to https://hub.docker.com to create one.\n",
    );
  if (!read.flags.has("username")) streams.out("Username: ");
  if (read.flags.has("password")) streams.err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n");
  else if (!read.flags.has("password-stdin")) streams.out("Password: \n");
  if (shown.number >= 1706 && !shown.namesRegistry)
    streams.out(
      "WARNING! Your password will be stored unencrypted in /root/.docker/config.json.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/engine/reference/commandline/login/#credentials-store\n\n",
    );
  streams.out("Login Succeeded\n");
  return 0;
};

export const logout: DockerCommand = ({ call: { streams }, words }) => {
  streams.out(`Removing login credentials for ${words[0] ?? "https://index.docker.io/v1/"}\n`);
  return 0;
};

/** API version, Go, commit of the releases that a profile may have. */
const BUILDS: Readonly<Record<string, readonly [string, string, string]>> = {
  "1.13.1": ["1.26", "go1.10.3", "7d71120/1.13.1"],
  "18.09.9": ["1.39", "go1.11.13", "039a7df9ba"],
  "19.03.15": ["1.40", "go1.13.15", "99e3ed8919"],
  "20.10.17": ["1.41", "go1.17.11", "100c701"],
  "24.0.7": ["1.43", "go1.20.10", "afdd53b"],
};

/** `docker version`, and `docker --version` in one line. */
export const version: DockerCommand = ({ call: { streams }, shown: { text }, words }) => {
  const [api, go, commit] = BUILDS[text] ?? ["1.40", "go1.13.15", "unknown"];
  if (words[0] === "--short") streams.out(`Docker version ${text}, build ${commit}\n`);
  else {
    const lines = [
      ["Version", text],
      ["API version", api],
      ["Go version", go],
      ["Git commit", commit],
      ["OS/Arch", "linux/amd64"],
    ];
    const side = (indent: string): string =>
      lines.map(([name = "", value = ""]) => `${indent}${`${name}:`.padEnd(18)} ${value}\n`).join("");
    streams.out(`Client:\n${side(" ")}\nServer:\n Engine:\n${side("  ")}`);
  }
  return 0;
};
