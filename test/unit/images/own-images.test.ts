import { expect, test } from "bun:test";
import { ownImagesOf, readOwnImages } from "../../../src/images/own/read.ts";
import { forgetOwnImage, keepOwnImages, ownImageOf, ownImages } from "../../../src/images/own/stored.ts";
import { formatOwnImage } from "../../../src/images/own/write.ts";
import { memoryInMap } from "./memory-in-map.ts";

const WHOLE = `
image: team/my-app:v2
tags: [v3]
ports: [8080, 9090]
body: "hello {{hostname}}\\n"
answers:
  - {path: /healthz, body: ok, headers: {X-Version: "{{tag}}"}}
  - {path: /api/*, method: post, status: 201}
log: {start: listening, request: "{{client}} {{method}} {{path}} {{status}}"}
startsAfter: 5s
cpuPerRequest: 2ms
cpu: 3m
memory: 64Mi
size: 120MB
shell: sh
files: {/etc/motd: "on {{node}}"}
fails: {after: 1m, afterRequests: 100, missingEnv: [DB_HOST], exitCode: 3, log: bye}
`;

test("a description in every detail survives being written and read", () => {
  const [image] = readOwnImages(WHOLE, "app.yaml");
  expect(image).toMatchObject({
    name: "team/my-app",
    tags: ["v2", "v3"],
    ports: [8080, 9090],
    startsMs: 5000,
    cpuMsPerRequest: 2,
    cpuMillis: 3,
    memoryMi: 64,
    sizeBytes: 120_000_000,
    fails: { afterMs: 60_000, afterRequests: 100, missingEnv: ["DB_HOST"], exitCode: 3, log: "bye" },
  });
  expect(image?.answers.map(({ path, method, status }) => [path, method, status])).toEqual([
    ["/healthz", undefined, 200],
    ["/api/*", "POST", 201],
    ["*", undefined, 200],
  ]);
  expect(readOwnImages(image ? formatOwnImage(image) : "", "again")).toEqual(image ? [image] : []);
});

test("several in one file, some by their names alone", () => {
  const names = readOwnImages("images:\n- my-app:v1\n- {image: other, body: x}\n", "f").map(({ name, tags }) => `${name}:${tags.join()}`);
  expect(names).toEqual(["my-app:v1", "other:latest"]);
});

test.each([
  ["image: My-App", 'f: image: "My-App" is no name for an image: lower-case letters, digits and . _ - /, then :TAG, as my-app:v2'],
  ["ports: [80]", "f: image: give the image's name, as my-app:v2"],
  ["{image: a, port: 80}", 'f: no field "port" is known; there are image, tags, ports, body, status, headers, answers,'],
  ["{image: a, ports: [0]}", "f: ports: expected a whole number from 1 to 65535, got 0"],
  ["{image: a, status: 99}", "f: status: expected a whole number from 200 to 599, got 99"],
  ["{image: a, body: 'hi {{hostnam}}'}", "f: body: {{hostnam}} is not known there: use {{hostname}}, {{ip}},"],
  ["{image: a, body: '{{env}}'}", "f: body: {{env}} is not known there"],
  ["{image: a, startsAfter: 5}", "f: startsAfter: expected a duration such as 500ms, 5s or 1m30s, got 5"],
  ["{image: a, memory: lots}", 'f: memory: expected a size such as 120MB, 20Mi or a number of bytes, got "lots"'],
  ["{image: a, cpu: much}", 'f: cpu: expected an amount of CPU such as 20m or 0.5, got "much"'],
  ["{image: a, shell: zsh}", 'f: shell: expected bash or none or sh, got "zsh"'],
  ["{image: a, fails: {exitCode: 2}}", "f: fails: say when: after: 30s, afterRequests: 100 or missingEnv: [NAME]"],
  ["{image: a, answers: [{path: x}]}", 'f: answers[0]: path: "x" begins with neither / nor *'],
  ["{image: a, files: {x: y}}", 'f: files: "x" is no absolute path of a file'],
  ["{image: a, tags: ['b c']}", 'f: tags: "b c" is no tag: letters, digits and . _ -, or * for any'],
  ["[{image: a}, 7]", "f: image 2: expected a mapping with image, tags,"],
  ["[]", "f: there is no image in it"],
  ["image: [", "f: yaml: line 1: did not find expected node content"],
  ["{image: a, image: b}", "f: yaml: unmarshal errors:"],
])("a mistake is told in one line: %s", (yaml, message) => {
  let told = "";
  try {
    readOwnImages(yaml, "f");
  } catch (error) {
    told = (error as Error).message;
  }
  expect(told).toStartWith(message);
  expect(told).not.toContain("\n");
});

test("tags come and go one by one", () => {
  const memory = memoryInMap();
  keepOwnImages(ownImagesOf({ image: "app:v1", tags: ["v2"], body: "one" }, "f"), memory);
  keepOwnImages(ownImagesOf({ image: "app:v2", body: "two" }, "f"), memory);
  const bodyOf = (tag: string) => ownImageOf({ short: "app", tag }, memory)?.answers[0]?.body;
  expect(["v1", "v2", "v3"].map(bodyOf)).toEqual(["one", "two", undefined]);
  expect([forgetOwnImage("app", "v1", memory), forgetOwnImage("app", "v1", memory)]).toEqual([true, false]);
  expect(ownImages(memory).map(({ tags }) => tags)).toEqual([["v2"]]);
  expect(forgetOwnImage("app", undefined, memory)).toBe(true);
});
