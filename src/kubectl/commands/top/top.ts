import type { Command } from "../../command.ts";

/** `kubectl top`. kubectl/pkg/cmd/top/top.go */
export const topCommand: Command = {
  use: () => "top [flags]",
  long: "Show how much CPU and memory nodes and pods use.\n\n It needs a metrics server in the cluster.",
  subcommands: [
    {
      name: "node",
      aliases: ["nodes", "no"],
      short: "Show CPU and memory that nodes use",
      load: () => import("./node.ts").then((module) => module.topNodeCommand),
    },
    {
      name: "pod",
      aliases: ["pods", "po"],
      short: "Show CPU and memory that pods use",
      load: () => import("./pod.ts").then((module) => module.topPodCommand),
    },
  ],
};
