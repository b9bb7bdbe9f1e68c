import { CLASSROOM } from "./classroom/index.ts";
import { flannelPlugin } from "./flannel/index.ts";
import type { ImageBehaviour } from "./image.ts";
import { ingressNginx } from "./ingress-nginx/index.ts";
import { metallbController, metallbSpeaker } from "./metallb/index.ts";
import { metricsServer } from "./metrics-server/index.ts";
import { nginxGateway, nginxGatewayController } from "./nginx-gateway/index.ts";
import { reloader } from "./reloader/index.ts";
import { webhookCertgen } from "./webhook-certgen/index.ts";

/** What runs in the pods of add-ons and of courses. */
export const ADD_ONS: readonly ImageBehaviour[] = [
  ...CLASSROOM,
  flannelPlugin,
  ingressNginx,
  metallbController,
  metallbSpeaker,
  metricsServer,
  nginxGateway,
  nginxGatewayController,
  reloader,
  webhookCertgen,
];
