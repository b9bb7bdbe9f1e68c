import { isJsonObject, type JsonObject } from "../../base/json.ts";
import type { Definition, Schema } from "../../machinery/schema/schema.ts";
import { fieldProse, kindProse } from "./prose.ts";

/** A place in a resource's schema, as explain walks it. */
export interface SchemaNode {
  readonly kind: "object" | "list" | "map" | "plain" | "any";
  /** `Object`, `[]Object`, `map[string]string`, `integer`: the names that clients up to 1.26 print. */
  readonly typeName: string;
  /** `PodSpec`, `[]Container`: the names that later clients print. */
  readonly properName: string;
  readonly description: string;
  /** What the type itself says, apart from the field. */
  readonly typeDescription: string;
  /** Fields by name, sorted; none unless an object. */
  fields(): readonly SchemaField[];
  /** Element of a list or map. */
  readonly element?: SchemaNode;
  /** Identity of the type, against endless recursion. */
  readonly identity: string;
}

/** A field of an object. */
export interface SchemaField {
  readonly name: string;
  readonly required: boolean;
  readonly node: SchemaNode;
}

const TIMES = /\.(Time|MicroTime)$/;

/** The node of a built-in definition. */
export function definitionNode(schema: Schema, definition: Definition, description = ""): SchemaNode {
  const shortName = definition.name.slice(definition.name.lastIndexOf(".") + 1);
  if (definition.scalar !== undefined || definition.free) {
    const scalar = definition.scalar ?? "object";
    const plain = typeNode(schema, scalar, description);
    return TIMES.test(definition.name) ? plain : { ...plain, properName: shortName };
  }
  return {
    kind: "object",
    typeName: "Object",
    properName: shortName,
    description,
    typeDescription: kindProse(shortName),
    identity: definition.name,
    fields: () =>
      definition.fields
        .map((field) => ({
          name: field.name,
          required: field.required === true,
          node: typeNode(schema, field.type, fieldProse(field.name)),
        }))
        .sort(byName),
  };
}

function byName(left: SchemaField, right: SchemaField): number {
  return left.name < right.name ? -1 : 1;
}

function typeNode(schema: Schema, type: string, description: string): SchemaNode {
  if (type.startsWith("[]")) return container("list", "[]", typeNode(schema, type.slice(2), ""), description);
  if (type.startsWith("map[string]")) return container("map", "map[string]", typeNode(schema, type.slice(11), ""), description);
  const definition = schema.definition(type);
  if (definition !== undefined) return definitionNode(schema, definition, description);
  if (type === "object") return { ...plainNode("any", "map[string]", description), properName: "Object" };
  return type === "any" ? plainNode("any", "", description) : plainNode("plain", type.split(":")[0] as string, description);
}

function plainNode(kind: "plain" | "any", name: string, description: string): SchemaNode {
  return { kind, typeName: name, properName: name, description, typeDescription: "", identity: "", fields: () => [] };
}

function container(kind: "list" | "map", prefix: string, element: SchemaNode, description: string): SchemaNode {
  return {
    kind,
    typeName: prefix + element.typeName,
    properName: prefix + element.properName,
    description,
    typeDescription: "",
    element,
    identity: element.identity,
    fields: () => [],
  };
}

/** The node of a custom resource's OpenAPI schema; its descriptions are the author's own. `metadata` is the usual one. */
export function openApiNode(schema: Schema, node: JsonObject, isRoot: boolean): SchemaNode {
  const description = typeof node["description"] === "string" ? node["description"] : "";
  const properties = isJsonObject(node["properties"]) ? node["properties"] : {};
  if (isRoot || Object.keys(properties).length > 0) return openApiObject(schema, node, properties, description, isRoot);
  if (isJsonObject(node["items"])) return container("list", "[]", openApiNode(schema, node["items"], false), description);
  if (isJsonObject(node["additionalProperties"]))
    return container("map", "map[string]", openApiNode(schema, node["additionalProperties"], false), description);
  if (node["x-kubernetes-int-or-string"] === true) return plainNode("plain", "string", description);
  const type = typeof node["type"] === "string" ? node["type"] : "";
  return type === "object" || type === "" ? plainNode("any", "map[string]", description) : plainNode("plain", type, description);
}

function openApiObject(schema: Schema, node: JsonObject, properties: JsonObject, description: string, isRoot: boolean): SchemaNode {
  const required = Array.isArray(node["required"]) ? node["required"] : [];
  const metadata = schema.definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
  return {
    kind: "object",
    typeName: "Object",
    properName: "Object",
    description: isRoot ? "" : description,
    typeDescription: isRoot ? description : "",
    identity: "",
    fields() {
      const fields = Object.keys(properties).map((name): SchemaField => {
        const child = properties[name];
        return { name, required: required.includes(name), node: openApiNode(schema, isJsonObject(child) ? child : {}, false) };
      });
      const own = isRoot ? fields.filter((field) => !["apiVersion", "kind", "metadata"].includes(field.name)) : fields;
      if (isRoot) {
        for (const name of ["apiVersion", "kind"])
          own.push({ name, required: false, node: plainNode("plain", "string", fieldProse(name)) });
        if (metadata !== undefined)
          own.push({ name: "metadata", required: false, node: definitionNode(schema, metadata, fieldProse("metadata")) });
      }
      return own.sort(byName);
    },
  };
}
