import { kubectlJson } from "../../base/json-out.ts";
import { formatYaml } from "../../base/yaml-out.ts";
import type { ManagedFieldsEntry, KubeObject } from "../../machinery/object.ts";
import type { Invocation } from "../command.ts";
import { FileError } from "../env.ts";
import { CommandError, FailureList, PlainError } from "../errors.ts";
import { decodeJsonStream } from "../resources/json-stream.ts";
import { objectOf, type ResourceInfo } from "../resources/info.ts";
import { fileUnits } from "../resources/manifests.ts";
import { aggregate, validationOf } from "../validation/validator.ts";
import { essence, hasContent, headerText, withoutComments } from "./buffer.ts";
import { openEditor } from "./editor.ts";
import { type EditOutcome, freshOutcome, noteRefusal, validationRefusal } from "./outcome.ts";

/** What one way of editing (live objects, last-applied annotations, new objects) does with the edited objects. */
export interface EditMode {
  readonly lastApplied: boolean;
  /** Handles one edited object; refusals go into the outcome. */
  save(updated: ResourceInfo, originals: readonly ResourceInfo[], outcome: EditOutcome): Promise<void>;
}

/** One editing of some objects, over as many rounds as it takes. */
interface EditSession {
  readonly invocation: Invocation;
  readonly infos: readonly ResourceInfo[];
  readonly mode: EditMode;
  readonly json: boolean;
  /** What is hidden from the user, by uid. */
  readonly managed: ReadonlyMap<string, ManagedFieldsEntry[]>;
  outcome: EditOutcome;
  /** File of the round before, kept while its content is not accepted. */
  lastFile: string;
  original: string;
  edited: string;
  /** The last round's text is edited again, with the reasons on top. */
  failed: boolean;
}

/** Lets the user edit objects until what was saved is accepted or given up. Resolves to the exit code. */
// kubectl/pkg/cmd/util/editor/editoptions.go Run
export async function editObjects(invocation: Invocation, infos: readonly ResourceInfo[], mode: EditMode): Promise<number> {
  const { flags, release } = invocation;
  const output = flags.has("output") ? flags.text("output") : "";
  if (!["", "json", "yaml"].includes(output))
    throw new CommandError(`unable to match a printer suitable for the output format "${output}", allowed formats are: json,yaml`);
  const json = output === "json";
  const managed = release.has("editHidesManagedFields") ? takeManagedFields(infos) : new Map<string, ManagedFieldsEntry[]>();
  const rest = { outcome: freshOutcome(), lastFile: "", original: "", edited: "", failed: false };
  const session: EditSession = { invocation, infos, mode, json, managed, ...rest };
  for (;;) {
    const code = await review(session, openBuffer(session));
    if (code !== undefined) return code;
  }
}

/** Opens the editor on the objects, or on the refused text of the last round; gives the file. */
function openBuffer(session: EditSession): string {
  const { invocation, infos, mode, json, outcome, failed, edited: before } = session;
  const { env, release } = invocation;
  const header = json ? "" : headerText(mode.lastApplied, outcome.reasons);
  const text = header + (failed ? withoutComments(before) : bufferOf(infos, json));
  if (!failed) session.original = text;
  const middle = release.has("editFileDigits") ? "digits" : "letters";
  const file = env.files.temporary(`${env.programName}-edit-`, json ? ".json" : ".yaml", middle);
  try {
    env.files.write(file, lineEnds(invocation, text), 0o600);
    openEditor(env, file);
    session.edited = env.files.read(file);
  } catch (error) {
    return keep(invocation, session.lastFile, error);
  }
  if (failed && essence(before) === essence(session.edited)) {
    return keep(invocation, file, new CommandError("Edit cancelled, no valid changes were saved."));
  }
  if (session.lastFile !== "") env.files.remove(session.lastFile);
  session.lastFile = "";
  return file;
}

/** Judges what was saved and sends it; undefined means another round. */
async function review(session: EditSession, file: string): Promise<number | undefined> {
  const { invocation, infos, edited } = session;
  const problem = await checkText(invocation, edited);
  if (problem !== undefined) {
    begin(session, file);
    invocation.env.stderr(noteRefusal(session.outcome, validationRefusal(problem, invocation.release), infos[0] as ResourceInfo));
    return undefined;
  }
  if (essence(session.original) === essence(edited)) return cancel(invocation, file, "Edit cancelled, no changes made.");
  if (!hasContent(edited)) return cancel(invocation, file, "Edit cancelled, saved file was empty.");
  const outcome = begin(session, file);
  let updated: ResourceInfo[];
  try {
    updated = await infosIn(invocation, edited);
  } catch (error) {
    outcome.reasons.push({ head: `The edited file had a syntax error: ${(error as Error).message}`, points: [] });
    return undefined;
  }
  try {
    giveBackManagedFields(updated, session.managed);
    await requireNamespace(invocation, updated);
    for (const info of updated) await session.mode.save(info, infos, outcome);
  } catch (error) {
    return keep(invocation, file, error);
  }
  session.failed = outcome.reasons.length > 0;
  return finish(invocation, file, outcome);
}

/** Starts the account of a round; until something better is known, it failed. */
function begin(session: EditSession, file: string): EditOutcome {
  session.outcome = freshOutcome();
  session.lastFile = file;
  session.failed = true;
  return session.outcome;
}

/** Says where the user's work lies, if it lies anywhere, and fails. */
function keep({ env }: Invocation, file: string, error: unknown): never {
  if (file !== "" && env.files.kind(file) !== undefined) env.stderr(`A copy of your changes has been stored to ${JSON.stringify(file)}\n`);
  throw error instanceof FileError ? new CommandError(error.message) : error;
}

function cancel({ env }: Invocation, file: string, text: string): number {
  env.files.remove(file);
  env.stderr(`${text}\n`);
  return 0;
}

/** Ends the session unless something has to be edited again. */
function finish({ env }: Invocation, file: string, outcome: EditOutcome): number | undefined {
  if (outcome.retryable > 0) {
    env.stderr(`You can run \`${env.programName} replace -f ${file}\` to try this update again.\n`);
    throw new PlainError("");
  }
  if (outcome.notFound > 0) {
    env.stderr(`The edits you made on deleted resources have been saved to ${JSON.stringify(file)}\n`);
    throw new PlainError("");
  }
  if (outcome.invalid > 0) return undefined;
  env.files.remove(file);
  return 0;
}

function lineEnds({ flags }: Invocation, text: string): string {
  return flags.has("windows-line-endings") && flags.bool("windows-line-endings") ? text.replaceAll("\n", "\r\n") : text;
}

function bufferOf(infos: readonly ResourceInfo[], json: boolean): string {
  const objects = infos.map(objectOf);
  const content = objects.length === 1 ? (objects[0] as KubeObject) : { apiVersion: "v1", kind: "List", metadata: {}, items: objects };
  return json ? kubectlJson(content, { sortKeys: true }) : formatYaml(content);
}

/** Checks the text against the schema; gives what is wrong with it. */
async function checkText(invocation: Invocation, text: string): Promise<string | undefined> {
  const { check } = await validationOf(invocation);
  if (check === undefined) return undefined;
  const stripped = essence(text);
  try {
    const { parseYaml } = await import("../../base/yaml-in.ts");
    await check(parseYaml(stripped));
    return undefined;
  } catch (error) {
    const why = (error as Error).message;
    if (error instanceof CommandError) return why;
    return invocation.release.has("editReadsTwice") ? aggregate([why, jsonProblem(stripped)]) : why;
  }
}

/** The second reader of the text takes JSON only. */
function jsonProblem(text: string): string {
  try {
    for (const _ of decodeJsonStream(text)) continue;
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

/** The objects in an edited text, or in a last-applied annotation. Throws what the builder says of texts that are none. */
export async function infosIn({ factory }: Invocation, text: string): Promise<ResourceInfo[]> {
  const infos: ResourceInfo[] = [];
  const failures: Error[] = [];
  for (const unit of fileUnits(factory, { namespace: "", flatten: true }, [{ name: "edited-file", read: () => text }])) {
    for await (const each of unit()) {
      if (each instanceof Error) failures.push(each);
      else infos.push(each);
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? (failures[0] as Error) : new FailureList(failures);
  return infos;
}

async function requireNamespace({ factory }: Invocation, infos: readonly ResourceInfo[]): Promise<void> {
  const { namespace } = await factory.namespace();
  for (const info of infos) {
    if (!info.mapping.namespaced) continue;
    if (info.namespace === "") {
      info.namespace = namespace;
      const object = objectOf(info);
      info.object = { ...object, metadata: { ...object.metadata, namespace } };
    } else if (info.namespace !== namespace) {
      throw new CommandError(
        `the namespace from the provided object "${info.namespace}" does not match the namespace "${namespace}". You must pass '--namespace=${info.namespace}' to perform this operation.`,
      );
    }
  }
}

function takeManagedFields(infos: readonly ResourceInfo[]): Map<string, ManagedFieldsEntry[]> {
  const taken = new Map<string, ManagedFieldsEntry[]>();
  for (const info of infos) {
    const object = objectOf(info);
    const { managedFields, ...metadata } = object.metadata;
    if (managedFields === undefined) continue;
    taken.set(metadata.uid ?? "", managedFields);
    info.object = { ...object, metadata };
  }
  return taken;
}

function giveBackManagedFields(infos: readonly ResourceInfo[], taken: ReadonlyMap<string, ManagedFieldsEntry[]>): void {
  if (taken.size === 0) return;
  for (const info of infos) {
    const object = objectOf(info);
    const managedFields = taken.get(object.metadata.uid ?? "");
    if (managedFields !== undefined) info.object = { ...object, metadata: { ...object.metadata, managedFields } };
  }
}
