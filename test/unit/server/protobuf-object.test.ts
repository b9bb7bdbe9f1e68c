import { expect, test } from "bun:test";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { readProtobufObject } from "../../../src/server/protobuf-object.ts";
import { ProtobufError } from "../../../src/server/protobuf-reader.ts";

const schema = loadSchema(32);

/** The body that kubectl 1.32 sends for `create deployment web --image=nginx --replicas=2`. */
const DEPLOYMENT = `
  6b 38 73 00 0a 15 0a 07 61 70 70 73 2f 76 31 12 0a 44 65 70 6c 6f 79 6d 65 6e 74 12 ab 01 0a 1f
  0a 03 77 65 62 12 00 1a 00 22 00 2a 00 32 00 38 00 42 00 5a 0a 0a 03 61 70 70 12 03 77 65 62 12
  7a 08 02 12 0c 0a 0a 0a 03 61 70 70 12 03 77 65 62 1a 60 0a 1c 0a 00 12 00 1a 00 22 00 2a 00 32
  00 38 00 42 00 5a 0a 0a 03 61 70 70 12 03 77 65 62 12 40 12 22 0a 05 6e 67 69 6e 78 12 05 6e 67
  69 6e 78 2a 00 42 00 6a 00 72 00 80 01 00 88 01 00 90 01 00 a2 01 00 1a 00 32 00 42 00 4a 00 52
  00 58 00 60 00 68 00 82 01 00 8a 01 00 9a 01 00 c2 01 00 22 02 0a 00 28 00 38 00 1a 0c 08 00 10
  00 18 00 20 00 28 00 38 00 1a 00 22 00`;

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
}

test("a Deployment as kubectl sends it", () => {
  expect(readProtobufObject(bytesOf(DEPLOYMENT), schema)).toEqual({
    kind: "Deployment",
    apiVersion: "apps/v1",
    metadata: { name: "web", labels: { app: "web" } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "nginx", image: "nginx", resources: {} }] } },
      strategy: {},
    },
    status: {},
  });
});

test("what is cut off, strange or of no known kind is a ProtobufError", () => {
  for (const hex of ["6b 38", "6b 38 73 00 0a 7f", "6b 38 73 00 0a 04 0a 02 76 31", DEPLOYMENT.trim().slice(0, -60)])
    expect(() => readProtobufObject(bytesOf(hex), schema)).toThrow(ProtobufError);
});
