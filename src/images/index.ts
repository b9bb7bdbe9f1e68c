import { almighty } from "./almighty/index.ts";
import { auditTrail } from "./audit-trail/index.ts";
import { bash, busybox } from "./busybox/index.ts";
import { entryOf } from "./catalogue.ts";
import { chkInfo } from "./chk-info/index.ts";
import { defaultBackend } from "./default-backend/index.ts";
import { echoHname } from "./echo-hname/index.ts";
import { echoIp } from "./echo-ip/index.ts";
import { echoNginx } from "./echo-nginx/index.ts";
import { generic } from "./generic/index.ts";
import { hello } from "./hello/index.ts";
import { httpd } from "./httpd/index.ts";
import type { ImageBehaviour } from "./image.ts";
import { nginx } from "./nginx/index.ts";
import { nodeWeb } from "./node-web/index.ts";
import { ownBehaviour } from "./own/behaviour.ts";
import type { OwnImage } from "./own/own-image.ts";
import { ownImageOf } from "./own/stored.ts";
import { dashboard } from "./dashboard/index.ts";
import { echoserver } from "./echoserver/index.ts";
import { healthzNginx } from "./healthz-nginx/index.ts";
import { hpaCpuMemory } from "./hpa-cpu-memory/index.ts";
import { multiProc } from "./multi-proc/index.ts";
import { mysql } from "./mysql/index.ts";
import { netTools } from "./net-tools/index.ts";
import { nginxStatus } from "./nginx-status/index.ts";
import { sleepy } from "./sleepy/index.ts";
import { tardyNginx } from "./tardy-nginx/index.ts";
import { stress } from "./stress/index.ts";
import type { ClusterMemory } from "../machinery/component.ts";
import { parseImage, type ImageReference } from "./reference.ts";

const BEHAVIOURS: readonly ImageBehaviour[] = [
  almighty,
  auditTrail,
  bash,
  busybox,
  chkInfo,
  defaultBackend,
  echoHname,
  echoIp,
  echoNginx,
  hello,
  httpd,
  nginx,
  dashboard,
  echoserver,
  healthzNginx,
  hpaCpuMemory,
  multiProc,
  mysql,
  netTools,
  nginxStatus,
  sleepy,
  tardyNginx,
  nodeWeb,
  stress,
];
const known = new Map<string, ImageBehaviour>();
const own = new WeakMap<OwnImage, ImageBehaviour>();

/** What an image does, by its name as the manifest writes it: as the user of this cluster has described it, else as the catalogue says. */
export function imageBehaviour(image: string, memory: ClusterMemory): ImageBehaviour {
  const reference = parseImage(image);
  const described = reference && ownImageOf(reference, memory);
  return described ? behaviourOf(described) : builtInBehaviour(image, reference);
}

/** What the catalogue says that an image does. */
export function builtInBehaviour(image: string, reference: ImageReference | undefined): ImageBehaviour {
  let found = known.get(image);
  if (found === undefined) {
    const entry = reference && entryOf(reference);
    found = (entry?.behaviour === undefined ? undefined : behaviourNamed(entry.behaviour)) ?? generic(entry);
    known.set(image, found);
  }
  return found;
}

function behaviourNamed(wanted: string): ImageBehaviour | undefined {
  const isWanted = ({ name }: ImageBehaviour): boolean => name === wanted;
  return BEHAVIOURS.find(isWanted) ?? addOns().find(isWanted);
}

/** Add-ons know much, and few clusters run one; the same is true of courses' servers. */
function addOns(): readonly ImageBehaviour[] {
  return (require("./add-ons.ts") as typeof import("./add-ons.ts")).ADD_ONS;
}

function behaviourOf(image: OwnImage): ImageBehaviour {
  let behaviour = own.get(image);
  if (behaviour === undefined)
    own.set(
      image,
      (behaviour = ownBehaviour(image, image.base === undefined ? undefined : builtInBehaviour(image.base, parseImage(image.base)))),
    );
  return behaviour;
}
