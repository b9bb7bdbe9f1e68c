import { directiveOf } from "./directive.ts";
import { isJsonObject, type JsonValue } from "../../base/json.ts";
import { splitApiVersion } from "../../machinery/object.ts";
import { parseRelease, type Release } from "../../release/release.ts";
import type { Invocation } from "../command.ts";
import { customSchema, UNPUBLISHED, customTypeName } from "../custom-schema.ts";
import { CommandError } from "../errors.ts";
import type { Factory } from "../factory.ts";
import { klogLine } from "../klog.ts";
import type { ManifestCheck } from "../resources/documents.ts";
import { customErrors } from "./custom-check.ts";
import { schemaErrors } from "./schema-check.ts";

/** How a command's --validate wants manifests checked: here, by the server, or not at all. */
export interface Validation {
  /** Goes into ResourceQuery.check. */
  readonly check?: ManifestCheck;
  /** Goes into WriteOptions.fieldValidation. */
  readonly fieldValidation?: string;
}

/** Reads --validate. Up to 1.24 it is a bool and the client checks; later the server does, if it is new enough. */
// kubectl/pkg/cmd/util/factory_client_access.go Validator
export async function validationOf(invocation: Invocation): Promise<Validation> {
  const { flags, factory, release, env } = invocation;
  if (!release.has("serverFieldValidation")) return flags.bool("validate") ? { check: clientCheck(factory) } : {};
  const directive = directiveOf(flags.text("validate"));
  const server = await serverRelease(factory);
  if (server.has("serverFieldValidation")) return { fieldValidation: directive, ...(directive === "Ignore" ? {} : { check: typeCheck }) };
  if (directive === "Strict") return { check: clientCheck(factory) };
  if (directive === "Warn") {
    env.stderr(
      klogLine(
        env,
        "W",
        release.value("warnValidationPlace"),
        "cannot perform warn validation if server-side field validation is unsupported, skipping validation",
      ),
    );
  }
  return {};
}

/** The server's release, as its `/version` tells. */
export async function serverRelease(factory: Factory): Promise<Release> {
  const response = await (await factory.client()).path("/version");
  const { gitVersion } = response.body as { gitVersion?: string };
  return parseRelease(gitVersion ?? "") ?? factory.env.release;
}

/** Where the server checks the fields, the client looks at the type alone. */
// kubectl/pkg/validation/schema.go paramVerifyingSchema
const typeCheck: ManifestCheck = async (value) => {
  const type = typeOf(value);
  if (Array.isArray(type)) throw new CommandError(aggregate(type));
};

/** Checks a document against the server's schema; throws CommandError with all that is wrong. */
// kubectl/pkg/util/openapi/validation/validation.go
function clientCheck(factory: Factory): ManifestCheck {
  return async (value) => {
    const problems = await documentErrors(factory, value);
    if (problems.length > 0) throw new CommandError(aggregate(problems));
  };
}

/** Several errors as Go prints an aggregate: in brackets, repeats left out. */
export function aggregate(messages: readonly string[]): string {
  const distinct = [...new Set(messages)];
  return distinct.length === 1 ? (distinct[0] as string) : `[${distinct.join(", ")}]`;
}

async function documentErrors(factory: Factory, value: JsonValue): Promise<string[]> {
  const type = typeOf(value);
  if (Array.isArray(type)) return type;
  if (type.apiVersion !== "v1" || type.kind !== "List") return objectErrors(factory, value, type);
  const items = isJsonObject(value) ? value["items"] : undefined;
  if (!Array.isArray(items)) return ["invalid object to validate"];
  const errors: string[] = [];
  for (const item of items) {
    const itemType = typeOf(item);
    errors.push(...(Array.isArray(itemType) ? itemType : await objectErrors(factory, item, itemType)));
  }
  return errors;
}

interface ObjectType {
  readonly apiVersion: string;
  readonly kind: string;
}

function typeOf(value: JsonValue): ObjectType | string[] {
  if (!isJsonObject(value)) return ["invalid object to validate"];
  const { apiVersion = null, kind = null } = value;
  const errors: string[] = [];
  if (apiVersion === null) errors.push("apiVersion not set");
  else if (typeof apiVersion !== "string") errors.push("apiVersion isn't string type");
  else if (apiVersion.split("/").length > 2) errors.push(`unexpected GroupVersion string: ${apiVersion}`);
  if (kind === null) errors.push("kind not set");
  else if (typeof kind !== "string") errors.push("kind isn't string type");
  return errors.length > 0 ? errors : { apiVersion: apiVersion as string, kind: kind as string };
}

async function objectErrors(factory: Factory, value: JsonValue, type: ObjectType): Promise<string[]> {
  const { loadSchema } = await import("../../machinery/schema/schema.ts");
  const schema = loadSchema((await serverRelease(factory)).minor);
  const { group, version } = splitApiVersion(type.apiVersion);
  const definition = schema.kindDefinition(group, version, type.kind);
  if (definition !== undefined) return schemaErrors(schema, definition, value, type.kind);
  const mapping = await factory.mapper.byKind(group, type.kind, version);
  const custom = mapping === undefined ? undefined : await customSchema(factory, mapping, version);
  return custom === undefined || custom === UNPUBLISHED
    ? []
    : customErrors(schema, custom, value, type.kind, customTypeName(group, version, type.kind));
}
