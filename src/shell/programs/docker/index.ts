import { dockerOn } from "../../../cluster/docker.ts";
import { type Program, UnsupportedCommand } from "../../program.ts";
import type { DockerCommand } from "./command.ts";
import { build } from "./build.ts";
import { images, login, logout, ps, rmi, tag, version } from "./local.ts";
import { pull, push } from "./registry.ts";
import { versionOf } from "./texts.ts";

const COMMANDS: Readonly<Record<string, DockerCommand>> = { build, images, login, logout, ps, pull, push, rmi, tag, version };
/** `docker image ls` and its kin. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, DockerCommand>>>> = {
  image: { build, ls: images, list: images, pull, push, rm: rmi, tag },
  container: { ls: ps, ps, list: ps },
};
/** Commands of a real docker that start or change containers, which are the kubelets' alone here. */
const OTHERS = new Set(
  (
    "attach commit compose cp create diff events exec export history import info inspect kill load logs network node pause plugin port rename restart rm " +
    "run save search secret service stack start stats stop swarm system top unpause update volume wait"
  ).split(" "),
);

/** docker on a machine of the lab: images that are built there, by what their Dockerfiles say that they do. */
export const docker: Program = async (call) => {
  const { args, streams, machine } = call;
  const [name = "", ...rest] = args;
  const host = dockerOn(machine, call.cluster);
  const shown = versionOf(host.version);
  const group = Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined;
  const [verb, words] = group === undefined ? [name, rest] : [rest[0] ?? "", rest.slice(1)];
  const table = group ?? COMMANDS;
  const command = Object.hasOwn(table, verb) ? table[verb] : undefined;
  if (name === "--version" || name === "-v") return version({ call, host, shown, words: ["--short"] });
  if (command !== undefined) return command({ call, host, shown, words });
  if (group !== undefined || OTHERS.has(name) || name === "")
    throw new UnsupportedCommand(`docker ${args.slice(0, group === undefined ? 1 : 2).join(" ")}`.trim());
  streams.err(`docker: '${name}' is not a docker command.\nSee 'docker --help'${shown.number < 1700 ? "." : ""}\n`);
  return 1;
};
