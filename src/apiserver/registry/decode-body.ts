import { deepClone } from "../../base/deep.ts";
import { jsonTypeOf, isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import type { Draft } from "../../machinery/kind.ts";
import { type KubeObject, splitApiVersion } from "../../machinery/object.ts";
import { badRequest } from "../../machinery/status.ts";
import { pruneBySchema } from "../../machinery/structural-schema/prune.ts";
import { DecodeError } from "../../machinery/decode/decode-problem.ts";
import { goJsonSyntaxError } from "../decode/json-syntax.ts";
import { decodeErrorText } from "../decode/error-text.ts";
import { unknownFields } from "../decode/unknown-fields.ts";
import type { Call } from "../engine.ts";

const OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** Decodes the object of a create or update and runs the kind's defaulting over it. */
// apiserver/pkg/endpoints/handlers/create.go and rest.go transformDecodeError, 1.20
export function decodeBody(call: Call, body: unknown): Draft {
  const { served } = call;
  if (!isJsonObject(body)) throw unrecognized(served.kind, body);
  // What a built-in object leaves out of its kind is taken from the URL; a custom resource has to say it.
  const named = served.definition
    ? { ...body, kind: body["kind"] || served.kind, apiVersion: body["apiVersion"] || served.apiVersion }
    : body;
  const object = named as unknown as KubeObject;
  if (!object.kind) throw badRequest(`Object 'Kind' is missing in '${JSON.stringify(body)}'`);
  const other = otherType(call, object);
  if (other !== undefined) throw badRequest(other);
  return withDefaults(call, decodeAs(call, object));
}

/** Another type decodes, but does not become what is stored; what is no type at all does not even decode. Undefined for the right one. */
// apimachinery/pkg/runtime/serializer/versioning/versioning.go, apimachinery/pkg/conversion/converter.go, 1.20
function otherType({ served, engine }: Call, { apiVersion = "", kind }: KubeObject): string | undefined {
  if (apiVersion === served.apiVersion && kind === served.kind) return undefined;
  const { group, version } = splitApiVersion(apiVersion);
  const isKnown = engine.options.schema.kindDefinition(group, version, kind) !== undefined;
  if (kind === served.kind && (!served.definition || (isKnown && group === served.group)))
    return `the API version in the data (${apiVersion}) does not match the expected API version (${served.apiVersion})`;
  const why = isKnown
    ? `converting (${version}.${kind}) to (${internalPackage(served.group)}.${served.kind}): unknown conversion`
    : `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"`;
  return `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${served.kind}: ${why}`;
}

/** The Go package of a group's internal types: `core`, `networking`. */
function internalPackage(group: string): string {
  return group === "" ? "core" : (group.split(".")[0] ?? group);
}

const SHOWN_BYTES = 30;
const TYPE_META = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** What tells no version and kind, with its beginning. A text is a body that could not be parsed. */
// apiserver/pkg/endpoints/handlers/rest.go transformDecodeError and summarizeData
function unrecognized(kind: string, body: unknown): Error {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const syntax = goJsonSyntaxError(text);
  const why =
    syntax === "" ? `json: cannot unmarshal ${jsonTypeOf(JSON.parse(text) as JsonValue)} into Go value of type ${TYPE_META}` : syntax;
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${beginning(text)})`,
  );
}

function beginning(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === 0) return "<empty>";
  const shown = bytes.slice(0, SHOWN_BYTES);
  const hex = (): string => Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const summary = text.startsWith("{") ? new TextDecoder().decode(shown) : hex();
  return bytes.length > SHOWN_BYTES ? `${summary} ...` : summary;
}

/** Decodes without defaulting; wrong types become BadRequest in the words of the release. `keepsLists`: see Decoder. */
export function decodeAs(call: Call, body: KubeObject, keepsLists = false): Draft {
  const { served, engine } = call;
  if (!served.definition) return decodeCustom(call, body);
  strictCheck(call, body);
  try {
    return engine.decoder.decode(served.definition, body, keepsLists) as unknown as Draft;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const why = decodeErrorText(error.problem, body, served.definition, engine.options.schema, engine.options.release);
    throw badRequest(`${served.kind} in version ${JSON.stringify(served.version)} cannot be handled as a ${served.kind}: ${why}`);
  }
}

/** A custom resource: pruned by its schema, its metadata decoded as everybody's. */
function decodeCustom({ served, engine }: Call, body: KubeObject): Draft {
  const pruned = pruneBySchema(body as unknown as JsonObject, served.custom?.schema, true) as unknown as KubeObject;
  const meta = engine.options.schema.definition(OBJECT_META);
  const metadata = meta ? engine.decoder.decode(meta, body.metadata ?? {}) : deepClone(body.metadata);
  return { ...pruned, apiVersion: body.apiVersion, kind: body.kind, metadata };
}

/** Runs API defaulting over a decoded object. */
export function withDefaults(call: Call, draft: Draft): Draft {
  call.served.behaviour.defaults?.(draft, call.context);
  return draft;
}

function strictCheck(call: Call, body: KubeObject): void {
  const { served } = call;
  const why = strictProblem(call, body);
  if (why !== undefined)
    throw badRequest(`${served.kind} in version ${JSON.stringify(served.version)} cannot be handled as a ${served.kind}: ${why}`);
}

/**
 * Server-side field validation, 1.25 and later: warns of unknown fields, or gives what is wrong when they are forbidden. Warn unless the
 * request says otherwise.
 */
export function strictProblem(call: Call, body: KubeObject): string | undefined {
  const { engine, served, request } = call;
  if (!engine.options.release.has("serverFieldValidation") || !served.definition) return undefined;
  const mode = request.fieldValidation ?? "Warn";
  if (mode === "Ignore") return undefined;
  const unknown = unknownFields(engine.options.schema, served.definition, body).map((field) => `unknown field "${field}"`);
  if (unknown.length === 0) return undefined;
  if (mode === "Strict") return `strict decoding error: ${unknown.join(", ")}`;
  for (const text of unknown) call.context.warn(text);
  return undefined;
}
