import { apiServerRows } from "./apiserver.ts";
import { deprecationRows } from "./deprecations.ts";
import { kubeadmRows } from "./kubeadm.ts";
import { kubectlRows } from "./kubectl.ts";
import { serverRows } from "./server.ts";

/** What a request asks that only reads, on its way from kubectl to the API server and back. */
export const requestRows = { ...kubectlRows, ...apiServerRows, ...serverRows, ...deprecationRows, ...kubeadmRows };
