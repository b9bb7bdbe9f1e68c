import { parseYaml } from "../base/yaml-in.ts";
import type { Schema } from "../machinery/schema/schema.ts";
import { badRequest, failure } from "../machinery/status.ts";
import type { WireRequest } from "./wire.ts";

const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** The body as JSON; text that is none stays text, so that the API server can say what is wrong with it. Throws StatusError. */
export function readBody(request: WireRequest, _schema: Schema): unknown {
  const source = new TextDecoder().decode(request.body);
  if (source === "") return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith(PROTOBUF)) {
    const text = "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml";
    throw failure(415, "UnsupportedMediaType", text, {});
  }
  try {
    return JSON.parse(source);
  } catch {
    if (!type.includes("yaml")) return source;
  }
  try {
    return parseYaml(source);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : ""}`);
  }
}
