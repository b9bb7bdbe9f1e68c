import type { Command } from "../../command.ts";
import { serviceTypeCommand } from "./service-type.ts";

/** `kubectl create service`, which only holds the types of services. */
// kubectl/pkg/cmd/create/create_service.go
export const serviceCommand: Command = {
  use: () => "service [flags]",
  long: "Make a Service of one of the types below.",
  subcommands: [
    { name: "clusterip", short: "A Service with an address inside the cluster", load: async () => serviceTypeCommand("ClusterIP") },
    { name: "externalname", short: "A Service that stands for a DNS name outside", load: async () => serviceTypeCommand("ExternalName") },
    { name: "loadbalancer", short: "A Service with an address from a load balancer", load: async () => serviceTypeCommand("LoadBalancer") },
    { name: "nodeport", short: "A Service with a port on each node", load: async () => serviceTypeCommand("NodePort") },
  ],
  bareHelp: "stderr",
};
