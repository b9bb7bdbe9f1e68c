import type { CommandRow } from "./command.ts";

/** A heading of `kubectl --help` and the commands under it, in the order in which did-you-mean lists them. */
export interface CommandGroup {
  readonly title: string;
  readonly rows: readonly CommandRow[];
}

/** All commands of kubectl. A row without `load` is known, but not emulated yet. Add `load` together with the module. */
// kubectl/pkg/cmd/cmd.go
export const commandGroups: readonly CommandGroup[] = [
  {
    title: "Basic Commands (Beginner):",
    rows: [
      {
        name: "create",
        short: "Make an object from a file, from standard input or from words",
        load: () => import("./commands/create/create.ts").then((module) => module.createCommand),
      },
      {
        name: "expose",
        short: "Put a Service in front of a workload",
        load: () => import("./commands/expose.ts").then((module) => module.exposeCommand),
      },
      { name: "run", short: "Start a pod from an image", load: () => import("./commands/run.ts").then((module) => module.runCommand) },
      {
        name: "set",
        short: "Change a single setting of objects",
        load: () => import("./commands/set/set.ts").then((module) => module.setCommand),
      },
    ],
  },
  {
    title: "Basic Commands (Intermediate):",
    rows: [
      {
        name: "explain",
        short: "Show the fields of a resource",
        load: () => import("./commands/explain.ts").then((module) => module.explainCommand),
      },
      {
        name: "get",
        suggestFor: ["list", "ps"],
        short: "List objects, or print one",
        load: () => import("./commands/get.ts").then((module) => module.getCommand),
      },
      {
        name: "edit",
        short: "Change an object in an editor",
        load: () => import("./commands/edit.ts").then((module) => module.editCommand),
      },
      {
        name: "delete",
        suggestFor: ["rm"],
        short: "Remove objects by file, name or label",
        load: () => import("./commands/delete.ts").then((module) => module.deleteCommand),
      },
    ],
  },
  {
    title: "Deploy Commands:",
    rows: [
      {
        name: "rollout",
        short: "Watch, undo, pause or repeat a rollout",
        load: () => import("./commands/rollout/rollout.ts").then((module) => module.rolloutCommand),
      },
      {
        name: "scale",
        short: "Change the number of replicas",
        load: () => import("./commands/scale.ts").then((module) => module.scaleCommand),
      },
      {
        name: "autoscale",
        short: "Let the number of replicas follow the load",
        load: () => import("./commands/autoscale.ts").then((module) => module.autoscaleCommand),
      },
    ],
  },
  {
    title: "Cluster Management Commands:",
    rows: [
      {
        name: "certificate",
        short: "Approve or deny certificate requests",
        load: () => import("./commands/certificate.ts").then((module) => module.certificateCommand),
      },
      {
        name: "cluster-info",
        short: "Show where the cluster's services answer",
        load: () => import("./commands/cluster-info.ts").then((module) => module.clusterInfoCommand),
      },
      { name: "top", short: "Show CPU and memory in use", load: () => import("./commands/top/top.ts").then((module) => module.topCommand) },
      {
        name: "cordon",
        short: "Let no new pods onto a node",
        load: () => import("./commands/cordon.ts").then((module) => module.cordonCommand),
      },
      {
        name: "uncordon",
        short: "Let pods onto a node again",
        load: () => import("./commands/cordon.ts").then((module) => module.uncordonCommand),
      },
      {
        name: "drain",
        short: "Empty a node for maintenance",
        load: () => import("./commands/drain.ts").then((module) => module.drainCommand),
      },
      {
        name: "taint",
        short: "Change the taints of nodes",
        load: () => import("./commands/taint.ts").then((module) => module.taintCommand),
      },
    ],
  },
  {
    title: "Troubleshooting and Debugging Commands:",
    rows: [
      {
        name: "describe",
        short: "Show an object with all that belongs to it",
        load: () => import("./commands/describe.ts").then((module) => module.describeCommand),
      },
      {
        name: "logs",
        short: "Print what a container wrote",
        load: () => import("./commands/logs.ts").then((module) => module.logsCommand),
      },
      {
        name: "attach",
        short: "Attach to a running container",
        load: () => import("./commands/attach.ts").then((module) => module.attachCommand),
      },
      {
        name: "exec",
        short: "Run a command in a container",
        load: () => import("./commands/exec.ts").then((module) => module.execCommand),
      },
      {
        name: "port-forward",
        short: "Forward local ports to a pod",
        load: () => import("./commands/port-forward.ts").then((module) => module.portForwardCommand),
      },
      {
        name: "proxy",
        short: "Serve the API on a local port",
        load: () => import("./commands/proxy.ts").then((module) => module.proxyCommand),
      },
      {
        name: "cp",
        short: "Copy files into and out of containers",
        load: () => import("./commands/cp.ts").then((module) => module.cpCommand),
      },
      { name: "auth", short: "Ask what you may do", load: () => import("./commands/auth/auth.ts").then((module) => module.authCommand) },
      {
        name: "debug",
        feature: "debugCommand",
        short: "Start a container to look into a pod or node",
        load: () => import("./commands/debug.ts").then((module) => module.debugCommand),
      },
      {
        name: "events",
        feature: "eventsCommand",
        short: "List events",
        load: () => import("./commands/events.ts").then((module) => module.eventsCommand),
      },
    ],
  },
  {
    title: "Advanced Commands:",
    rows: [
      {
        name: "diff",
        short: "Compare the live objects with a file",
        load: () => import("./commands/diff.ts").then((module) => module.diffCommand),
      },
      {
        name: "apply",
        short: "Bring objects into the state that a file describes",
        load: () => import("./commands/apply/apply.ts").then((module) => module.applyCommand),
      },
      {
        name: "patch",
        short: "Change some fields of an object",
        load: () => import("./commands/patch.ts").then((module) => module.patchCommand),
      },
      {
        name: "replace",
        short: "Put an object in the place of the old one",
        load: () => import("./commands/replace.ts").then((module) => module.replaceCommand),
      },
      {
        name: "wait",
        suggestFor: ["list", "ps"],
        short: "Wait for a condition of objects",
        load: () => import("./commands/wait.ts").then((module) => module.waitCommand),
      },
      {
        name: "kustomize",
        short: "Build what a kustomization directory describes",
        load: () => import("./commands/kustomize.ts").then((module) => module.kustomizeCommand),
      },
    ],
  },
  {
    title: "Settings Commands:",
    rows: [
      {
        name: "label",
        short: "Change the labels of an object",
        load: () => import("./commands/label.ts").then((module) => module.labelCommand),
      },
      {
        name: "annotate",
        short: "Change the annotations of an object",
        load: () => import("./commands/annotate.ts").then((module) => module.annotateCommand),
      },
      {
        name: "completion",
        short: "Print shell code that completes kubectl's words",
        load: () => import("./commands/completion.ts").then((module) => module.completionCommand),
      },
    ],
  },
  {
    title: "Other Commands:",
    rows: [
      {
        name: "alpha",
        short: "Commands that are still alpha",
        load: () => import("./commands/alpha.ts").then((module) => module.alphaCommand),
      },
      {
        name: "config",
        short: "Change kubeconfig files",
        load: () => import("./commands/config.ts").then((module) => module.configCommand),
      },
      { name: "plugin", short: "Work with plugins", load: () => import("./commands/plugin.ts").then((module) => module.pluginCommand) },
      {
        name: "version",
        short: "Show the versions of client and server",
        load: () => import("./commands/version.ts").then((module) => module.versionCommand),
      },
      {
        name: "api-versions",
        short: 'List the API versions of the server, as "group/version"',
        load: () => import("./commands/api-versions.ts").then((module) => module.apiVersionsCommand),
      },
      {
        name: "api-resources",
        short: "List the resource types of the server",
        load: () => import("./commands/api-resources.ts").then((module) => module.apiResourcesCommand),
      },
      {
        name: "help",
        hidden: true,
        short: "Explain a command",
        load: () => import("./commands/help.ts").then((module) => module.helpCommand),
      },
      {
        name: "options",
        hidden: true,
        short: "List the flags that every command takes",
        load: () => import("./commands/options.ts").then((module) => module.optionsCommand),
      },
    ],
  },
];

/** The rows of all groups, in order. */
export const rootRows: readonly CommandRow[] = commandGroups.flatMap((group) => group.rows);
