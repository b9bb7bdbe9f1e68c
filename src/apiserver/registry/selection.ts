import {
  FieldSelectorError,
  type FieldRequirement,
  matchesFields,
  parseFieldSelector,
  requiredFieldValue,
} from "../../machinery/fields.ts";
import { parseLabelSelector } from "../../machinery/label-parser.ts";
import { type LabelRequirements, LabelSelectorError, matchesLabels } from "../../machinery/labels.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest } from "../../machinery/status.ts";
import type { ListQuery } from "../../machinery/store.ts";
import type { Call } from "../engine.ts";

/** The parsed selectors of a list, watch or deletecollection. */
export interface Selection {
  readonly everything: boolean;
  /** The one name that can match, if the request says so. */
  readonly name: string | undefined;
  /** What the store can narrow by itself. */
  readonly query: ListQuery;
  matches(object: KubeObject): boolean;
}

const ALWAYS_SELECTABLE = ["metadata.name", "metadata.namespace"];

/** Reads the selectors of a request. Throws BadRequest with the server's text for one that is wrong. */
export function selectionOf(call: Call): Selection {
  const { request, served } = call;
  const labels = request.labelSelector ? parseLabels(call, request.labelSelector) : [];
  const fields = fieldsOf(call);
  const valuesOf = served.behaviour.selectableFields;
  const namespace = served.namespaced && request.namespace !== "" ? { namespace: request.namespace } : {};
  const term = indexTermOf(labels);
  const everything = labels.length === 0 && fields.length === 0;
  return {
    everything,
    name: requiredFieldValue(fields, "metadata.name"),
    query: { ...namespace, ...(term === undefined ? {} : { index: term }) },
    matches(object) {
      if (everything) return true;
      if (!matchesLabels(labels, object.metadata.labels)) return false;
      if (fields.length === 0) return true;
      const values = valuesOf?.call(served.behaviour, object) ?? {};
      return matchesFields(fields, (field) => metadataField(object, field) ?? values[field] ?? "");
    },
  };
}

function metadataField(object: KubeObject, field: string): string | undefined {
  if (field === "metadata.name") return object.metadata.name ?? "";
  return field === "metadata.namespace" ? (object.metadata.namespace ?? "") : undefined;
}

function indexTermOf(labels: LabelRequirements): string | undefined {
  for (const { key, operator, values } of labels) {
    if ((operator === "=" || operator === "==" || operator === "in") && values.length === 1) return `label:${key}=${values[0] ?? ""}`;
  }
  return undefined;
}

function parseLabels(call: Call, text: string): LabelRequirements {
  try {
    return parseLabelSelector(text, call.engine.options.release);
  } catch (error) {
    if (error instanceof LabelSelectorError) throw badRequest(error.message);
    throw error;
  }
}

function fieldsOf(call: Call): FieldRequirement[] {
  const { request, served } = call;
  let fields: FieldRequirement[] = [];
  try {
    if (request.fieldSelector) fields = parseFieldSelector(request.fieldSelector);
  } catch (error) {
    if (error instanceof FieldSelectorError) throw badRequest(error.message);
    throw error;
  }
  for (const { field } of fields) {
    if (ALWAYS_SELECTABLE.includes(field) && !(served.custom && !served.namespaced && field === "metadata.namespace")) continue;
    if (served.custom) throw badRequest(`field label not supported: ${field}`);
    if (!served.behaviour.selectableFields)
      throw badRequest(`${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`);
    if (!selectableNames(call).has(field)) throw badRequest(`field label not supported: ${field}`);
  }
  // A watch or list of one name is a selection by that name.
  if (request.name && (request.verb === "watch" || request.verb === "list"))
    fields.push({ field: "metadata.name", operator: "=", value: request.name });
  return fields;
}

const namesOf = new WeakMap<object, Set<string>>();

/** The fields that a kind can be selected by, seen from an empty object of it. */
function selectableNames(call: Call): Set<string> {
  const { behaviour, storageDefinition } = call.served;
  let names = namesOf.get(behaviour);
  if (!names) {
    const empty = storageDefinition ? call.engine.decoder.decode(storageDefinition, {}) : { metadata: {} };
    names = new Set(Object.keys(behaviour.selectableFields?.(empty as KubeObject) ?? {}));
    namesOf.set(behaviour, names);
  }
  return names;
}
