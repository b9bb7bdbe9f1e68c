import type { Command } from "../../command.ts";

/** `kubectl rollout`. kubectl/pkg/cmd/rollout/rollout.go */
export const rolloutCommand: Command = {
  use: () => "rollout SUBCOMMAND",
  long: "Follow and steer rollouts.\n\n Deployments, daemon sets and stateful sets have rollouts.",
  examples:
    "# Back to the revision before\nkubectl rollout undo deployment/web\n\n# Watch a daemon set\nkubectl rollout status daemonset/agent",
  bareHelp: "stdout",
  subcommands: [
    { name: "history", short: "List the revisions", load: () => import("./history.ts").then((module) => module.historyCommand) },
    { name: "pause", short: "Hold the rollout", load: () => import("./pause.ts").then((module) => module.pauseCommand) },
    { name: "restart", short: "Replace all pods", load: () => import("./restart.ts").then((module) => module.restartCommand) },
    { name: "resume", short: "Let a paused rollout go on", load: () => import("./pause.ts").then((module) => module.resumeCommand) },
    {
      name: "status",
      short: "Follow the rollout until it is done",
      load: () => import("./status.ts").then((module) => module.statusCommand),
    },
    { name: "undo", short: "Go back to an earlier revision", load: () => import("./undo.ts").then((module) => module.undoCommand) },
  ],
};
