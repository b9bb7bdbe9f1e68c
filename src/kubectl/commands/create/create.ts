import type { Command, CommandRow, Invocation } from "../../command.ts";
import { PlainError, UsageError } from "../../errors.ts";
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  recordFlag,
  saveConfigFlag,
  selectorFlag,
  validateFlag,
} from "../../flags/common.ts";
import { goValueV } from "../../../base/go-format.ts";

const subcommands: readonly CommandRow[] = [
  { name: "clusterrole", short: "Make a ClusterRole", load: () => import("./clusterrole.ts").then((module) => module.clusterRoleCommand) },
  {
    name: "clusterrolebinding",
    short: "Give a ClusterRole to somebody",
    load: () => import("./clusterrolebinding.ts").then((module) => module.clusterRoleBindingCommand),
  },
  {
    name: "configmap",
    aliases: ["cm"],
    short: "Make a ConfigMap from files, directories or literal values",
    load: () => import("./configmap.ts").then((module) => module.configMapCommand),
  },
  { name: "cronjob", aliases: ["cj"], short: "Make a CronJob", load: () => import("./cronjob.ts").then((module) => module.cronJobCommand) },
  {
    name: "deployment",
    aliases: ["deploy"],
    short: "Make a Deployment",
    load: () => import("./deployment.ts").then((module) => module.deploymentCommand),
  },
  {
    name: "ingress",
    aliases: ["ing"],
    feature: "createIngress",
    short: "Make an Ingress",
    load: () => import("./ingress.ts").then((module) => module.ingressCommand),
  },
  { name: "job", short: "Make a Job", load: () => import("./job.ts").then((module) => module.jobCommand) },
  {
    name: "namespace",
    aliases: ["ns"],
    short: "Make a Namespace",
    load: () => import("./namespace.ts").then((module) => module.namespaceCommand),
  },
  {
    name: "poddisruptionbudget",
    aliases: ["pdb"],
    short: "Make a PodDisruptionBudget",
    load: () => import("./poddisruptionbudget.ts").then((module) => module.podDisruptionBudgetCommand),
  },
  {
    name: "priorityclass",
    aliases: ["pc"],
    short: "Make a PriorityClass",
    load: () => import("./priorityclass.ts").then((module) => module.priorityClassCommand),
  },
  {
    name: "quota",
    aliases: ["resourcequota"],
    short: "Make a ResourceQuota",
    load: () => import("./quota.ts").then((module) => module.quotaCommand),
  },
  { name: "role", short: "Make a Role", load: () => import("./role.ts").then((module) => module.roleCommand) },
  {
    name: "rolebinding",
    short: "Give a Role to somebody",
    load: () => import("./rolebinding.ts").then((module) => module.roleBindingCommand),
  },
  { name: "secret", short: "Make a Secret of some kind", load: () => import("./secret.ts").then((module) => module.secretCommand) },
  {
    name: "service",
    aliases: ["svc"],
    short: "Make a Service of some type",
    load: () => import("./service.ts").then((module) => module.serviceCommand),
  },
  {
    name: "serviceaccount",
    aliases: ["sa"],
    short: "Make a ServiceAccount",
    load: () => import("./serviceaccount.ts").then((module) => module.serviceAccountCommand),
  },
  {
    name: "token",
    feature: "createToken",
    short: "Ask for a service account's token",
    load: () => import("./token.ts").then((module) => module.tokenCommand),
  },
];

/** `kubectl create` */
// kubectl/pkg/cmd/create/create.go
export const createCommand: Command = {
  use: () => "create -f FILENAME",
  long: "Make what a file or standard input describes, JSON or YAML; or make one thing with the commands below.",
  examples: "kubectl create -f pod.yaml\ncat pod.json | kubectl create -f -",
  flags: (release) => [
    recordFlag(release),
    ...filenameFlags("Files, directories or URLs with what to make"),
    validateFlag(release),
    { name: "edit", type: "bool", usage: "Open an editor on the objects before they are made" },
    { name: "windows-line-endings", type: "bool", usage: "With --edit, end lines as Windows does." },
    saveConfigFlag,
    dryRunFlag,
    selectorFlag,
    { name: "raw", type: "string", usage: "URI to POST the file to, as it is." },
    fieldManagerFlag("kubectl-create"),
    ...printFlags(),
  ],
  subcommands,
  run: runCreate,
};

async function runCreate(invocation: Invocation): Promise<number | void> {
  const { flags, env, args, release } = invocation;
  if (flags.list("filename").length === 0 && flags.text("kustomize") === "") {
    if (release.has("createChecksArguments")) {
      if (args.length > 0) throw new UsageError(`Unexpected args: ${goValueV(args)}`);
      throw new PlainError("error: must specify one of -f and -k\n");
    }
    env.stderr("Error: must specify one of -f and -k\n\n");
    if (args.length > 0) throw new UsageError(`unknown command ${JSON.stringify(args.join(" "))}`);
    env.stderr(await invocation.help());
    return 1;
  }
  const { createFromFiles } = await import("./from-files.ts");
  return createFromFiles(invocation);
}
