import type { Program } from "../program.ts";
import { docker } from "./docker/index.ts";
import { editor } from "./editor.ts";
import { curl, sleep } from "./network.ts";
import { k8sim, kubectl } from "./kubectl.ts";
import { scp } from "./scp.ts";
import { ssh } from "./ssh.ts";
import { clear, env, hostname, watch, which, whoami, xargs } from "./system.ts";

const PROGRAMS: Readonly<Record<string, Program>> = {
  clear,
  curl,
  docker,
  emacs: editor,
  env,
  hostname,
  k8sim,
  kubectl,
  nano: editor,
  scp,
  sleep,
  ssh,
  vi: editor,
  view: editor,
  vim: editor,
  watch,
  which,
  whoami,
  xargs,
};

/** A program that has to do with the machine or the cluster, by its name. */
export function clusterProgram(name: string): Program | undefined {
  return Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
}
