import { almighty } from "./almighty/index.ts";
import { auditTrail } from "./audit-trail/index.ts";
import { bash, busybox } from "./busybox/index.ts";
import { entryOf, type CatalogueEntry } from "./catalogue.ts";
import { chkInfo } from "./chk-info/index.ts";
import { echoHname } from "./echo-hname/index.ts";
import { echoIp } from "./echo-ip/index.ts";
import { echoNginx } from "./echo-nginx/index.ts";
import { generic } from "./generic/index.ts";
import { hello } from "./hello/index.ts";
import { httpd } from "./httpd/index.ts";
import type { ImageBehaviour } from "./image.ts";
import { nginx } from "./nginx/index.ts";
import { nodeWeb } from "./node-web/index.ts";
import { stress } from "./stress/index.ts";
import { parseImage } from "./reference.ts";

const BEHAVIOURS: readonly ImageBehaviour[] = [
  almighty,
  auditTrail,
  bash,
  busybox,
  chkInfo,
  echoHname,
  echoIp,
  echoNginx,
  hello,
  httpd,
  nginx,
  nodeWeb,
  stress,
];
const known = new Map<string, ImageBehaviour>();

/** What an image does, by its name as the manifest writes it. */
export function imageBehaviour(image: string, extra: readonly CatalogueEntry[] = []): ImageBehaviour {
  let found = extra.length === 0 ? known.get(image) : undefined;
  if (found === undefined) {
    const reference = parseImage(image);
    const entry = reference && entryOf(reference, extra);
    found = BEHAVIOURS.find(({ name }) => name === entry?.behaviour) ?? generic(entry);
    if (extra.length === 0) known.set(image, found);
  }
  return found;
}
