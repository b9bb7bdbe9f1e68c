import { type Program, UnsupportedCommand } from "../program.ts";

/** Charts whose projects k8sim has as manifests. */
const MANIFESTS: Readonly<Record<string, string>> = {
  "ingress-nginx":
    "https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.8.0/deploy/static/provider/baremetal/deploy.yaml",
  metallb: "https://raw.githubusercontent.com/metallb/metallb/v0.13.9/config/manifests/metallb-native.yaml",
  "metrics-server": "https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml",
};

/** helm, up to its charts: repositories can be named; what charts would make is not emulated, and that is said. */
export const helm: Program = ({ args, streams }) => {
  const [command = "", ...rest] = args.filter((arg) => !arg.startsWith("-"));
  if (command === "repo" && rest[0] === "add") streams.out(`"${rest[1] ?? ""}" has been added to your repositories\n`);
  else if (command === "repo" && rest[0] === "update")
    streams.out("Hang tight while we grab the latest from your chart repositories...\nUpdate Complete. ⎈Happy Helming!⎈\n");
  else if (command === "list" || command === "ls") streams.out("NAME\tNAMESPACE\tREVISION\tUPDATED\tSTATUS\tCHART\tAPP VERSION\n");
  else {
    const known = Object.keys(MANIFESTS).find((name) => rest.some((word) => word.includes(name)));
    const advice = known === undefined ? "" : `; ${known} is there as manifests: kubectl apply -f ${MANIFESTS[known]}`;
    throw new UnsupportedCommand(`k8sim does not emulate helm's charts ("helm ${args.join(" ")}")${advice}`);
  }
  return 0;
};

/** `kustomize build DIRECTORY` is kubectl's own `kustomize`. */
export const kustomize: Program = ({ args, run }) => {
  if (args[0] !== "build") throw new UnsupportedCommand(`the lab's kustomize knows build alone, not "${args[0] ?? ""}"`);
  return run(["kubectl", "kustomize", ...args.slice(1)]);
};
