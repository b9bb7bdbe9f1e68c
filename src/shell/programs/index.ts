import type { Program } from "../program.ts";
import { nc, telnet, tool } from "./connections.ts";
import { crictl } from "./crictl.ts";
import { docker } from "./docker/index.ts";
import { kubectx, kubens } from "./contexts.ts";
import { editor } from "./editor.ts";
import { find } from "./find.ts";
import { git } from "./git.ts";
import { helm, kustomize } from "./helm.ts";
import { bg, fg, history, jobs, kill, plainly, timeout } from "./jobs.ts";
import { k8sim, kubectl } from "./kubectl.ts";
import { free, hostnamectl, lsmod, modprobe, poweroff, reboot, rmmod, shutdown, swap, uname, uptime } from "./machine.ts";
import { minikube } from "./minikube.ts";
import { curl, sleep } from "./network.ts";
import { openssl } from "./openssl.ts";
import { scp } from "./scp.ts";
import { service, systemctl } from "./services.ts";
import { ssh } from "./ssh.ts";
import { clear, env, hostname, watch, which, whoami, xargs } from "./system.ts";
import { id, su, sudo } from "./users.ts";
import { wget } from "./wget.ts";

const PROGRAMS: Readonly<Record<string, Program>> = {
  bg,
  clear,
  crictl,
  curl,
  docker,
  emacs: editor,
  env,
  fg,
  find,
  free,
  git,
  halt: poweroff,
  helm,
  history,
  hostname,
  hostnamectl,
  id,
  jobs,
  k8sim,
  kill,
  kubectl,
  kubectx,
  kubens,
  kustomize,
  lsmod,
  minikube,
  modprobe,
  nano: editor,
  nc,
  nice: plainly,
  nohup: plainly,
  nslookup: tool("nslookup"),
  openssl,
  ping: tool("ping"),
  poweroff,
  reboot,
  reset: clear,
  rmmod,
  scp,
  service,
  shutdown,
  sleep,
  ssh,
  su,
  sudo,
  swapoff: swap,
  systemctl,
  telnet,
  timeout,
  tput: clear,
  uname,
  uptime,
  vi: editor,
  view: editor,
  vim: editor,
  watch,
  wget,
  which,
  whoami,
  xargs,
};

/** The names of these programs. */
export const CLUSTER_PROGRAMS: readonly string[] = Object.keys(PROGRAMS);

/** A program that has to do with the machine or the cluster, by its name. */
export function clusterProgram(name: string): Program | undefined {
  return Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
}
