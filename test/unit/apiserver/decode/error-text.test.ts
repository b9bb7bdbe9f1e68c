import { describe, expect, test } from "bun:test";
import { decoderOf } from "../../../../src/machinery/decode/decoder.ts";
import { DecodeError } from "../../../../src/machinery/decode/decode-problem.ts";
import { decodeErrorText } from "../../../../src/apiserver/decode/error-text.ts";
import { goJsonSyntaxError } from "../../../../src/apiserver/decode/json-syntax.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../../src/release/release.ts";

function refusal(version: string, kind: string, body: object): string {
  const release = parseRelease(version);
  const schema = loadSchema(release?.minor ?? 0);
  const definition = schema.kindDefinition("", "v1", kind);
  if (!release || !definition) throw new Error(kind);
  try {
    decoderOf(schema).decode(definition, body);
  } catch (error) {
    if (error instanceof DecodeError) return decodeErrorText(error.problem, body as KubeObject, definition, schema, release);
  }
  return "";
}

// The first four are recorded: A/a-schema-validation, A/a-api-validation.
describe("json-iterator, up to 1.22", () => {
  test("a number where a string belongs", () => {
    const env = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "x" },
      spec: { containers: [{ env: [{ name: "A", value: 1 }], image: "nginx", name: "c" }] },
    };
    expect(refusal("v1.20.2", "Pod", env)).toStartWith(
      'v1.Pod.Spec: v1.PodSpec.Containers: []v1.Container: v1.Container.Name: Image: Env: []v1.EnvVar: v1.EnvVar.Value: ReadString: expects " or n, but found 1, error found in #10 byte of ...|,"value":1}],"image"|..., bigger context ...|',
    );
  });
  test("bad base64: the decoder goes on, and stumbles once more", () => {
    const secret = { apiVersion: "v1", data: { a: "not base64!" }, kind: "Secret", metadata: { name: "badb64", namespace: "default" } };
    expect(refusal("v1.20.2", "Secret", secret)).toBe(
      'v1.Secret.ObjectMeta: v1.ObjectMeta.TypeMeta: Kind: Data: decode base64: illegal base64 data at input byte 3, error found in #10 byte of ...|t base64!"},"kind":"|..., bigger context ...|{"apiVersion":"v1","data":{"a":"not base64!"},"kind":"Secret","metadata":{"name":"badb64","nam|...',
    );
  });
  test("a string where a number belongs", () => {
    const service = { apiVersion: "v1", kind: "Service", metadata: { name: "s", namespace: "default" }, spec: { ports: [{ port: "80" }] } };
    expect(refusal("v1.20.2", "Service", service)).toBe(
      'v1.Service.Spec: v1.ServiceSpec.Ports: []v1.ServicePort: v1.ServicePort.Port: readUint32: unexpected character: \ufffd, error found in #10 byte of ...|[{"port":"80"}]}}\n|..., bigger context ...|,"namespace":"default"},"spec":{"ports":[{"port":"80"}]}}\n|...',
    );
  });
  test("no quantity", () => {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "q" },
      spec: { containers: [{ image: "nginx", name: "c", resources: { limits: { memory: "12Zx" } } }] },
    };
    expect(refusal("v1.20.2", "Pod", pod)).toContain(
      "v1.ResourceRequirements.Limits: unmarshalerDecoder: quantities must match the regular expression '",
    );
  });
});

test("encoding/json, from 1.23", () => {
  expect(refusal("v1.23.7", "Pod", { spec: { containers: [{ ports: [{ containerPort: "x" }] }] } })).toBe(
    "json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32",
  );
});

test("text that is no JSON", () => {
  expect(goJsonSyntaxError("{bad")).toBe("invalid character 'b' looking for beginning of object key string");
  expect(goJsonSyntaxError('{"a":1')).toBe("unexpected end of JSON input");
  expect(goJsonSyntaxError('{"a" 1}')).toBe("invalid character '1' after object key");
  expect(goJsonSyntaxError("[1 2]")).toBe("invalid character '2' after array element");
  expect(goJsonSyntaxError("nul")).toBe("unexpected end of JSON input");
});
