import { creatable } from "../objects/creatable.ts";
import { goJson } from "../../base/json-out.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { CommandError } from "../errors.ts";
import { LAST_APPLIED, lastAppliedOf, withLastApplied } from "../objects/annotations.ts";
import { infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { type ApplySession, describeInfo, failed, isConflict, requireName, warnIfDeleting } from "./session.ts";
import { type ApplyPatch, threeWayPatch } from "./three-way.ts";

const RETRIES = 5;
const TRIES_WITHOUT_PAUSE = 1;
const PAUSE_MS = 1000;

/** Applies one object by a patch that kubectl computes itself, or makes it when it is not there. */
// kubectl/pkg/cmd/apply/apply.go applyOneObject
export async function applyClientSide(session: ApplySession, info: ResourceInfo): Promise<void> {
  const modified = withLastApplied(objectOf(info));
  const current = await fetchCurrent(session, info);
  if (current === undefined) return make(session, info, modified);
  session.visitedUids.add(current.metadata.uid ?? "");
  info.object = current;
  if (session.dryRun !== "client") {
    warnIfUnrecorded(session, info, current);
    const unchanged = await patchObject(session, info, modified, current);
    warnIfDeleting(session.invocation, objectOf(info));
    if (unchanged && !session.printsObjects) {
      session.print(objectOf(info), "unchanged");
      return;
    }
  }
  if (!session.printsObjects) session.print(objectOf(info), "configured");
}

async function fetchCurrent({ client }: ApplySession, info: ResourceInfo): Promise<KubeObject | undefined> {
  try {
    requireName(info);
    return await client.get(infoRef(info), info.name);
  } catch (error) {
    if (isReason(error, "NotFound")) return undefined;
    throw failed(`retrieving current configuration of:\n${describeInfo(info)}\nfrom server for:`, info, error);
  }
}

async function make(session: ApplySession, info: ResourceInfo, object: KubeObject): Promise<void> {
  info.object = object;
  if (session.dryRun !== "client") {
    info.object = await session.client.create(infoRef(info), creatable(object), session.writeOptions).catch((error: unknown) => {
      throw failed("creating", info, error);
    });
  }
  session.visitedUids.add(info.object.metadata.uid ?? "");
  if (!session.printsObjects) session.print(info.object, "created");
}

function warnIfUnrecorded({ invocation }: ApplySession, info: ResourceInfo, current: KubeObject): void {
  if (lastAppliedOf(current) !== undefined) return;
  const { env, release } = invocation;
  const program = env.programName;
  if (!release.has("applyMissingRecordNamed")) {
    env.stderr(
      `Warning: ${program} apply should be used on resource created by either ${program} create --save-config or ${program} apply\n`,
    );
    return;
  }
  const sentences = [
    `resource ${info.mapping.resource}/${info.name} is missing the ${LAST_APPLIED} annotation which is required by ${program} apply.`,
    `${program} apply should only be used on resources created declaratively by either ${program} create --save-config or ${program} apply.`,
    "The missing annotation will be patched automatically.",
  ];
  env.stderr(`Warning: ${sentences.join(" ")}\n`);
}

/** Sends the patch, again when somebody else was faster; true when there was nothing to change. */
// kubectl/pkg/cmd/apply/patcher.go Patch
async function patchObject(session: ApplySession, info: ResourceInfo, modified: KubeObject, current: KubeObject): Promise<boolean> {
  const { invocation, client } = session;
  let live = current;
  for (let attempt = 0; ; attempt++) {
    const { type, patch } = await patchFor(session, info, modified, live);
    const text = goJson(patch, { sortKeys: true });
    if (text === "{}") return true;
    try {
      info.object = await client.patch(infoRef(info), info.name, type, patch, session.writeOptions);
      return false;
    } catch (error) {
      if (isConflict(error) && attempt < RETRIES) {
        if (attempt >= TRIES_WITHOUT_PAUSE) await invocation.env.sleep(PAUSE_MS);
        live = await client.get(infoRef(info), info.name);
        continue;
      }
      if (invocation.flags.bool("force") && (isConflict(error) || isReason(error, "Invalid"))) {
        info.object = await replaceByForce(session, info, modified, live);
        return false;
      }
      throw notPatched(session, info, text, error);
    }
  }
}

function notPatched({ invocation: { release } }: ApplySession, info: ResourceInfo, patch: string, error: unknown): Error {
  const cause = release.has("applySaysPatching") ? failed("patching", info, error) : error;
  return failed(`applying patch:\n${patch}\nto:\n${describeInfo(info)}\nfor:`, info, cause);
}

async function patchFor(session: ApplySession, info: ResourceInfo, modified: KubeObject, live: KubeObject): Promise<ApplyPatch> {
  const { flags, factory } = session.invocation;
  const original = lastAppliedOf(live) ?? "";
  try {
    const options = { original, overwrite: flags.bool("overwrite"), openApi: flags.bool("openapi-patch") };
    return await threeWayPatch(factory, info.mapping, modified, live, options);
  } catch (error) {
    const [after, current] = [modified, live].map((object) => `${goJson(object, { sortKeys: true })}\n`);
    const states = `creating patch with:\noriginal:\n${original}\nmodified:\n${after}\ncurrent:\n${current}\nfor:`;
    throw notPatched(session, info, "", notCreated(session, info, states, error));
  }
}

/** The failure to make a patch; what is wrong with the names of a custom resource stands alone in older versions. */
function notCreated({ invocation: { release } }: ApplySession, info: ResourceInfo, states: string, error: unknown): Error {
  if (!(error instanceof Error)) throw error;
  if (error instanceof CommandError && !release.has("applyPatchTypeFromOpenApi")) return error;
  return release.has("applySaysPatching") ? new CommandError(`${states}: ${error.message}`) : failed(states, info, error);
}

/** --force: deletes the object, waits until it is gone and makes it anew. */
async function replaceByForce(session: ApplySession, info: ResourceInfo, modified: KubeObject, original: KubeObject): Promise<KubeObject> {
  const { client, invocation, propagationPolicy } = session;
  const seconds = invocation.flags.number("grace-period");
  await client.delete(infoRef(info), info.name, { propagationPolicy, ...(seconds < 0 ? {} : { gracePeriodSeconds: seconds }) });
  await waitUntilGone(session, info);
  try {
    return await client.create(infoRef(info), modified, session.writeOptions);
  } catch (error) {
    const restored = await client.create(infoRef(info), withoutIdentity(original), session.writeOptions).catch((again: unknown) => {
      const [first, second] = [(error as Error).message, (again as Error).message];
      throw failed(
        `applying patch:`,
        info,
        new Error(
          `An error occurred force-replacing the existing object with the newly provided one:\n\n${first}.\n\nAdditionally, an error occurred attempting to restore the original object:\n\n${second}`,
        ),
      );
    });
    info.object = restored;
    throw failed(`applying patch:\n${goJson(modified, { sortKeys: true })}\n\nto:\n${describeInfo(info)}\nfor:`, info, error);
  }
}

function withoutIdentity(object: KubeObject): KubeObject {
  const { resourceVersion: _version, uid: _uid, ...metadata } = object.metadata;
  return { ...object, metadata };
}

async function waitUntilGone({ client, invocation }: ApplySession, info: ResourceInfo): Promise<void> {
  for (;;) {
    const gone = await client.get(infoRef(info), info.name).then(
      () => false,
      (error: unknown) => {
        if (isReason(error, "NotFound")) return true;
        throw error;
      },
    );
    if (gone) return;
    await invocation.env.sleep(PAUSE_MS);
  }
}
