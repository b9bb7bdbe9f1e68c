import { parseYaml } from "../base/yaml-in.ts";
import type { Schema } from "../machinery/schema/schema.ts";
import { badRequest } from "../machinery/status.ts";
import { readProtobufObject } from "./protobuf-object.ts";
import { ProtobufError } from "./protobuf-reader.ts";
import type { WireRequest } from "./wire.ts";

const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** The body as JSON; text that is none stays text, so that the API server can say what is wrong with it. Throws StatusError. */
export function readBody({ headers, body }: WireRequest, schema: Schema): unknown {
  if (body.length === 0) return undefined;
  const type = headers.get("content-type") ?? "";
  if (type.startsWith(PROTOBUF)) return fromProtobuf(body, schema);
  const source = new TextDecoder().decode(body);
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

function fromProtobuf(body: Uint8Array, schema: Schema): unknown {
  try {
    return readProtobufObject(body, schema);
  } catch (error) {
    if (error instanceof ProtobufError) throw badRequest(error.message);
    throw error;
  }
}
