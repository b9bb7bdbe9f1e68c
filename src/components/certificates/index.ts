import type { CertificateSigningRequest } from "../../kinds/certificates/certificatesigningrequest/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { splitKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import type { Release } from "../../release/release.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { type Resource, signingRequests } from "../controller/resources.ts";
import { type Requeue, retrying } from "../controller/retry.ts";
import { approveKubelet } from "./approve.ts";
import { cleaningDue } from "./clean.ts";
import { signRequest } from "./sign.ts";

const NAME = "certificates";
const ROUND_MS = 3_600_000;
const PHASE_KEY = "certificates/cleaning-phase";

/** Approves kubelets' requests for client certificates, signs what is approved, and clears away what is done or forgotten. */
// pkg/controller/certificates/{approver,signer,cleaner}, 1.20
export function createCertificateController(release: Release): Component {
  const requests = signingRequests(release.value("certificateRequestVersion"));
  return {
    name: NAME,
    user: controllerUser("certificate-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: requests.key, keys: requestKeys }],
    ...retrying(NAME, "certificate-controller", (key, context) => sync(splitKey(key).name, requests, context)),
  };
}

function requestKeys({ type, object }: Change): readonly string[] {
  return type === "DELETED" ? [] : [`/${object.metadata.name ?? ""}`];
}

function sync(name: string, requests: Resource, context: ComponentContext): Requeue {
  const request = context.lister.get(requests.key, "", name) as CertificateSigningRequest | undefined;
  // The write of one step is seen, and so the next one taken.
  if (!request || approveKubelet(request, requests, context) || signRequest(request, requests, context)) return undefined;
  const due = cleaningDue(request);
  if (due === undefined) return undefined;
  const at = nextRound(due, context);
  if (at > context.sim.now()) return { requeueAfterMs: at - context.sim.now() };
  try {
    context.client.delete(requests.in(""), name);
  } catch (error) {
    if (!isReason(error, "NotFound")) throw error;
  }
  return undefined;
}

/** The first round of the cleaner after a time. When the controller manager started, and so the rounds' phase, is chance. */
function nextRound(time: number, { memory, sim }: ComponentContext): number {
  let phase = memory.get(PHASE_KEY);
  if (typeof phase !== "number") {
    phase = Number(sim.draw(PHASE_KEY, (random) => String(random.int(ROUND_MS))));
    memory.set(PHASE_KEY, phase);
  }
  return Math.ceil((time - phase) / ROUND_MS) * ROUND_MS + phase;
}
