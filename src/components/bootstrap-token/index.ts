import type { ConfigMap } from "../../kinds/core/configmap/types.ts";
import type { Secret } from "../../kinds/core/secret/types.ts";
import { deepEqual } from "../../base/deep.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { CONFIG_MAPS, SECRETS } from "../controller/resources.ts";
import { type Requeue, retrying } from "../controller/retry.ts";
import { expirationOf, isBootstrapToken, signingToken, TOKEN_NAMESPACE } from "./secrets.ts";
import { detachedSignature } from "./signature.ts";

const SIGNER = "bootstrap-signer";
const CLEANER = "token-cleaner";
const INFO_NAMESPACE = "kube-public";
const INFO_NAME = "cluster-info";
const INFO_KEY = `${INFO_NAMESPACE}/${INFO_NAME}`;
const SIGNATURE_PREFIX = "jws-kubeconfig-";

/** Signs kube-public/cluster-info with every bootstrap token, so that joining nodes can trust it. kubeadm turns it on. */
// pkg/controller/bootstrap/bootstrapsigner.go, 1.20
export function createBootstrapSigner(): Component {
  return {
    name: SIGNER,
    user: controllerUser(SIGNER),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: CONFIG_MAPS.key, keys: ({ type, object }) => (type !== "DELETED" && objectKey(object) === INFO_KEY ? [INFO_KEY] : []) },
      { resource: SECRETS.key, keys: ({ object }) => (isBootstrapToken(object as Secret) ? [INFO_KEY] : []) },
    ],
    ...retrying(SIGNER, SIGNER, (_key, context) => sign(context)),
  };
}

function sign({ lister, client, sim }: ComponentContext): undefined {
  const info = lister.get(CONFIG_MAPS.key, INFO_NAMESPACE, INFO_NAME) as ConfigMap | undefined;
  const content = info?.data?.["kubeconfig"];
  if (!info || content === undefined) return;
  const data = Object.fromEntries(Object.entries(info.data ?? {}).filter(([key]) => !key.startsWith(SIGNATURE_PREFIX)));
  for (const secret of lister.list(SECRETS.key, { namespace: TOKEN_NAMESPACE }) as readonly Secret[]) {
    const token = isBootstrapToken(secret) ? signingToken(secret, sim.now()) : undefined;
    if (token) data[SIGNATURE_PREFIX + token.id] = detachedSignature(content, token.id, token.secret);
  }
  if (!deepEqual(data, info.data)) client.update(CONFIG_MAPS.in(INFO_NAMESPACE), { ...info, data });
}

/** Deletes bootstrap tokens that have ended. pkg/controller/bootstrap/tokencleaner.go, 1.20 */
export function createTokenCleaner(): Component {
  return {
    name: CLEANER,
    user: controllerUser(CLEANER),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: SECRETS.key, keys: endingTokens }],
    ...retrying(CLEANER, CLEANER, clean),
  };
}

function endingTokens({ type, object }: Change): readonly string[] {
  const secret = object as Secret;
  return type !== "DELETED" && isBootstrapToken(secret) && expirationOf(secret) !== undefined ? [objectKey(secret)] : [];
}

function clean(key: string, { lister, client, sim }: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const secret = lister.get(SECRETS.key, namespace, name) as Secret | undefined;
  const expiration = secret && expirationOf(secret);
  if (!secret || expiration === undefined) return undefined;
  if (expiration > sim.now()) return { requeueAfterMs: expiration - sim.now() };
  const { uid } = secret.metadata;
  try {
    client.delete(SECRETS.in(namespace), name, uid ? { preconditions: { uid } } : {});
  } catch (error) {
    if (!isReason(error, "NotFound") && !isReason(error, "Conflict")) throw error;
  }
  return undefined;
}
