import { createHmac } from "node:crypto";
import { expect, test } from "bun:test";
import { detachedSignature } from "../../../../src/components/bootstrap-token/signature.ts";

test("a signature is an HMAC over header and text, without the text", () => {
  const content = "apiVersion: v1\nkind: Config\n";
  const [header = "", payload, signature] = detachedSignature(content, "07401b", "f395accd246ae52d").split(".");
  expect(header).toBe("eyJhbGciOiJIUzI1NiIsImtpZCI6IjA3NDAxYiJ9");
  expect(payload).toBe("");
  const signed = `${header}.${Buffer.from(content).toString("base64url")}`;
  expect(signature).toBe(createHmac("sha256", "f395accd246ae52d").update(signed).digest("base64url"));
});
