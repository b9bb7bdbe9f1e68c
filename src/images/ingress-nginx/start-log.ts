import type { ContainerView } from "../view.ts";
import { controllerRelease } from "./release.ts";

/** What was built, as its releases say; others say UNKNOWN, as the source does. */
const BUILDS: Readonly<Record<string, string>> = {
  "0.30.0": "git-7e65b90c4",
  "v1.2.0": "a2514768cd282c41f39ab06bda17efefc4bd233a",
  "v1.3.0": "2b7b74854d90ad9b4b96a5011b9e8b67d20bfb8f",
  "v1.3.1": "92534fa2ae799b502882c8684db13a25cde68155",
  "v1.4.0": "50be2bf95fd1ef480420e2aa1d6c5c7c138c95ea",
  "v1.5.1": "d003aae913cc25f375deb74f898c7f3c65c06f05",
  "v1.6.4": "69e8833858fb6bda12a44990f1d5eaa7b13f4b75",
  "v1.8.0": "35f5082ee7f211555aaff431d7c4423c17f8ce9e",
  "v1.8.1": "dc88dce9ea5e700f3301d16f971fa17c6cfe757d",
};

const RULE = "-".repeat(79);

/** The banner. version/version.go */
export function startLog({ container }: ContainerView): string {
  const { text, nginx } = controllerRelease(container);
  return [
    RULE,
    "NGINX Ingress controller",
    `  Release:       ${text}`,
    `  Build:         ${BUILDS[text] ?? "UNKNOWN"}`,
    "  Repository:    https://github.com/kubernetes/ingress-nginx",
    `  nginx version: nginx/${nginx}`,
    "",
    RULE,
    "",
    "",
  ].join("\n");
}
