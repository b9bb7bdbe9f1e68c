import { humanDuration } from "../../base/human-duration.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import { findJsonPath } from "../../machinery/jsonpath/evaluate.ts";
import { parseJsonPath } from "../../machinery/jsonpath/parse.ts";
import { relaxedJsonPath } from "../../machinery/jsonpath/relaxed.ts";
import type { KindContext, KindDefinition, RequestContext } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { hasRules, ruleDialect, validateByRules } from "../../machinery/structural-schema/cel-rules.ts";
import { defaultBySchema } from "../../machinery/structural-schema/defaults.ts";
import { validateListTypes } from "../../machinery/structural-schema/list-types.ts";
import { validateBySchema } from "../../machinery/structural-schema/validate.ts";
import type { TableColumn } from "../../machinery/table.ts";
import { type FieldError, invalid } from "../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../machinery/validation/object-meta.ts";
import { fieldErrorBody } from "../../machinery/validation/field-error.ts";
import type { CustomDefinition, CustomVersion, PrinterColumn } from "./definition.ts";

/** One version of a custom resource as a kind like any other. apiextensions-apiserver/pkg/registry/customresource, 1.20 */
export function customKind(definition: CustomDefinition, version: CustomVersion): KindDefinition {
  const { group, kind, plural, namespaced } = definition;
  const rules = { namespaced, name: checkSubdomain, bareFinalizers: true };
  const bySchema = (object: KubeObject, { release }: RequestContext): FieldError[] => {
    const value = object as unknown as JsonObject;
    return [...validateBySchema(value, version.schema, release), ...validateListTypes(value, version.schema)];
  };
  const onUpdate = (object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] =>
    withRules(
      [...validateObjectMetaUpdate(object, old, context.release, rules), ...bySchema(object, context)],
      object,
      old,
      version,
      context,
    );
  return {
    group,
    kind,
    plural,
    namespaced,
    hasGeneration: true,
    unconditionalUpdate: false,
    storageVersion: () => definition.versions.find((one) => one.storage)?.name ?? version.name,
    defaults: (object) => defaultBySchema(object as unknown as JsonObject, version.schema),
    prepareForCreate(object) {
      if (version.hasStatus) delete object.status;
    },
    validate: (object, context) =>
      withRules([...validateObjectMeta(object, rules, context.release), ...bySchema(object, context)], object, undefined, version, context),
    validateUpdate: onUpdate,
    validateStatusUpdate: onUpdate,
    columns: () => [NAME, ...version.columns.map(columnOf)],
    row: (object, context) => [object.metadata.name ?? "", ...version.columns.map((column) => cellOf(column, object, context))],
    ...(version.scale ? { scale: scaleOf(version.scale) } : {}),
  };
}

/** Errors after which the rules of a schema are not looked at. customresource/strategy.go hasBlockingErr, 1.25 */
const BLOCKING: ReadonlySet<string> = new Set(["Unsupported value", "Required value", "Too long", "Too many"]);
const UNCHECKED =
  "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

function withRules(
  errors: FieldError[],
  object: KubeObject,
  old: KubeObject | undefined,
  { schema }: CustomVersion,
  { release, warn }: RequestContext,
): FieldError[] {
  if (!schema || !release.has("celRules") || !hasRules(schema)) return errors;
  if (errors.some(({ type, detail }) => BLOCKING.has(type) || / must be of type /.test(detail)))
    return [...errors, invalid("<nil>", null, UNCHECKED)];
  const [value, before] = [object, old] as unknown as [JsonObject, JsonObject | undefined];
  const found = validateByRules(value, before, schema, ruleDialect(release));
  for (const warning of found.warnings) warn(`${warning.field}: ${fieldErrorBody(warning)}`);
  return [...errors, ...found.errors];
}

const NAME: TableColumn = { name: "Name", type: "string", format: "name", description: "", priority: 0 };

function columnOf({ name, type, format = "", description = "", priority = 0 }: PrinterColumn): TableColumn {
  return { name, type, format, description, priority };
}

function scaleOf({
  specReplicasPath,
  statusReplicasPath,
  labelSelectorPath,
}: NonNullable<CustomVersion["scale"]>): NonNullable<KindDefinition["scale"]> {
  const plain = (path: string): string => path.replace(/^\./, "");
  return {
    specReplicas: plain(specReplicasPath),
    statusReplicas: plain(statusReplicasPath),
    ...(labelSelectorPath ? { selector: plain(labelSelectorPath) } : {}),
  };
}

/** The cell of a printer column: the first value that its path finds, in the column's type. tableconvertor.go */
function cellOf(column: PrinterColumn, object: KubeObject, context: KindContext): Json {
  const found = findJsonPath(parseJsonPath(relaxedJsonPath(column.jsonPath)), object, { allowMissingKeys: true })[0]?.[0] as
    | Json
    | undefined;
  if (found === undefined || found === null) return column.type === "date" ? "<unknown>" : null;
  switch (column.type) {
    case "date": {
      const at = typeof found === "string" ? parseRfc3339(found) : undefined;
      return at === undefined ? "<invalid>" : humanDuration(context.now() - at);
    }
    case "integer":
    case "number":
      return typeof found === "number" ? found : null;
    case "boolean":
      return typeof found === "boolean" ? found : null;
    default:
      return isJsonObject(found) || Array.isArray(found) ? JSON.stringify(found) : String(found);
  }
}
