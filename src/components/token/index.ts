import type { Secret } from "../../kinds/core/secret/types.ts";
import type { ServiceAccount } from "../../kinds/core/serviceaccount/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import type { Release } from "../../release/release.ts";
import { toBase64 } from "../controller/base64.ts";
import { clusterCa } from "../controller/cluster-ca.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { isNamespaceTerminating } from "../controller/pod-control.ts";
import { drawName } from "../controller/random-suffix.ts";
import { SECRETS, SERVICE_ACCOUNTS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import { legacyToken } from "./legacy-token.ts";

const NAME = "token";
const TOKEN_TYPE = "kubernetes.io/service-account-token";
const ACCOUNT_NAME = "kubernetes.io/service-account.name";
const ACCOUNT_UID = "kubernetes.io/service-account.uid";

/**
 * Fills the token secrets of service accounts and deletes those of accounts that are gone; up to 1.23 it also makes one for every
 * account.
 */
// pkg/controller/serviceaccount/tokens_controller.go, 1.20
export function createTokenController(release: Release): Component {
  const makesSecrets = release.has("serviceAccountTokenSecrets");
  return {
    name: NAME,
    user: controllerUser("tokens-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: SERVICE_ACCOUNTS.key, keys: ({ object }) => [objectKey(object)] },
      { resource: SECRETS.key, keys: secretKeys },
    ],
    ...retrying(NAME, "token-controller", (key, context) => sync(key, makesSecrets, context)),
  };
}

/** The service account whose token a secret is. */
function secretKeys({ object }: Change): readonly string[] {
  const secret = object as Secret;
  const account = secret.metadata.annotations?.[ACCOUNT_NAME];
  return secret.type === TOKEN_TYPE && account ? [`${secret.metadata.namespace ?? ""}/${account}`] : [];
}

function sync(key: string, makesSecrets: boolean, context: ComponentContext): undefined {
  const { namespace, name } = splitKey(key);
  const account = context.lister.get(SERVICE_ACCOUNTS.key, namespace, name) as ServiceAccount | undefined;
  const own: Secret[] = [];
  for (const secret of tokenSecrets(namespace, name, context)) {
    const uid = secret.metadata.annotations?.[ACCOUNT_UID];
    if (!account || (uid && uid !== account.metadata.uid)) deleteSecret(secret, context);
    else own.push(fill(secret, account, context));
  }
  if (!account || !makesSecrets || account.metadata.deletionTimestamp) return;
  const referenced = new Set((account.secrets ?? []).map((reference) => reference.name));
  dropDeadReferences(account, own, context);
  if (!own.some((secret) => referenced.has(secret.metadata.name))) makeSecret(account, context);
}

function tokenSecrets(namespace: string, account: string, { lister }: ComponentContext): Secret[] {
  const secrets = lister.list(SECRETS.key, { namespace }) as readonly Secret[];
  return secrets.filter((secret) => secret.type === TOKEN_TYPE && secret.metadata.annotations?.[ACCOUNT_NAME] === account);
}

function deleteSecret(secret: Secret, context: ComponentContext): void {
  const { namespace = "", name = "", uid = "" } = secret.metadata;
  try {
    context.client.delete(SECRETS.in(namespace), name, { preconditions: { uid } });
  } catch (error) {
    if (!isReason(error, "NotFound") && !isReason(error, "Conflict")) throw error;
  }
}

/** A secret that somebody made by hand gets what it lacks. */
function fill(secret: Secret, account: ServiceAccount, context: ComponentContext): Secret {
  const wanted = { ...tokenData(account, secret.metadata.name ?? "", context), ...secret.data };
  if (Object.keys(wanted).every((key) => secret.data?.[key])) return secret;
  const annotations = {
    ...secret.metadata.annotations,
    [ACCOUNT_NAME]: account.metadata.name ?? "",
    [ACCOUNT_UID]: account.metadata.uid ?? "",
  };
  const changed = { ...secret, metadata: { ...secret.metadata, annotations }, data: wanted };
  return context.client.update(SECRETS.in(secret.metadata.namespace ?? ""), changed) as Secret;
}

function tokenData(account: ServiceAccount, secretName: string, context: ComponentContext): Record<string, string> {
  const namespace = account.metadata.namespace ?? "";
  const ca = clusterCa(context.lister);
  return {
    ...(ca ? { "ca.crt": toBase64(ca) } : {}),
    namespace: toBase64(namespace),
    token: toBase64(legacyToken(account, secretName, context)),
  };
}

/** A token secret that was deleted is no longer listed in its account. */
function dropDeadReferences(account: ServiceAccount, own: readonly Secret[], context: ComponentContext): void {
  const namespace = account.metadata.namespace ?? "";
  const prefix = `${account.metadata.name ?? ""}-token-`;
  const secrets = account.secrets ?? [];
  const alive = secrets.filter(
    ({ name = "" }) =>
      !name.startsWith(prefix) || own.some((secret) => secret.metadata.name === name) || context.lister.get(SECRETS.key, namespace, name),
  );
  if (alive.length === secrets.length) return;
  context.client.update(SERVICE_ACCOUNTS.in(namespace), { ...account, secrets: alive });
}

function makeSecret(account: ServiceAccount, context: ComponentContext): void {
  const { name = "", namespace = "", uid = "" } = account.metadata;
  const secretName = drawName(context.sim, "secrets", namespace, `${name}-token-`);
  const secret: Secret = {
    apiVersion: SECRETS.apiVersion,
    kind: SECRETS.kind,
    metadata: { name: secretName, namespace, annotations: { [ACCOUNT_NAME]: name, [ACCOUNT_UID]: uid } },
    type: TOKEN_TYPE,
    data: tokenData(account, secretName, context),
  };
  try {
    context.client.create(SECRETS.in(namespace), secret);
  } catch (error) {
    if (isNamespaceTerminating(error)) return;
    throw error;
  }
  const current = context.lister.get(SERVICE_ACCOUNTS.key, namespace, name) as ServiceAccount | undefined;
  if (current)
    context.client.update(SERVICE_ACCOUNTS.in(namespace), { ...current, secrets: [...(current.secrets ?? []), { name: secretName }] });
}
