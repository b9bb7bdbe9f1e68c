import { expect, test } from "bun:test";
import { availability } from "../../../src/images/catalogue.ts";
import { imageBehaviour } from "../../../src/images/index.ts";
import { keepOwnImages } from "../../../src/images/own/stored.ts";
import { readOwnImages } from "../../../src/images/own/read.ts";
import { parseImage } from "../../../src/images/reference.ts";
import { memoryInMap } from "./memory-in-map.ts";

const nothing = memoryInMap();

const availabilityOf = (image: string) => {
  const reference = parseImage(image);
  return reference && availability(reference, nothing);
};

test("what a registry has", () => {
  const images = [
    "nginx",
    "nginx:1.19",
    "nginx:1.17.23",
    "nginx:1.30.99",
    "nginx:1.161",
    "nginx:1.25-alpine",
    "bad/nothing:v1",
    "course/node-web:nope",
    "redis:6",
    "quay.io/calico/node:v3.22.3",
  ];
  expect(images.map(availabilityOf)).toEqual([
    "present",
    "present",
    "no-tag",
    "no-tag",
    "no-tag",
    "present",
    "no-repository",
    "no-tag",
    "present",
    "present",
  ]);
});

test("names that no runtime takes", () => {
  expect(["Nginx", "nginx:", "ngi nx", "nginx:a:b", ""].map(parseImage)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test("names have a registry and a short form", () => {
  expect(parseImage("nginx")).toEqual({ full: "docker.io/library/nginx", short: "nginx", tag: "latest", registry: "docker.io" });
  expect(parseImage("localhost:5000/team/app:v1")).toEqual({
    full: "localhost:5000/team/app",
    short: "localhost:5000/team/app",
    tag: "v1",
    registry: "localhost:5000",
  });
});

test("images are bound to behaviour by name, a user's before ours", () => {
  expect(
    ["sysnet4admin/echo-hname", "nginx:1.19", "busybox", "course/node-web:1.0", "who/knows"].map(
      (image) => imageBehaviour(image, nothing).name,
    ),
  ).toEqual(["echo-hname", "nginx", "busybox", "node-web", "generic"]);
  const memory = memoryInMap();
  keepOwnImages(readOwnImages("image: nginx:mine", "test"), memory);
  expect([imageBehaviour("nginx:mine", memory).listensAfterMs, imageBehaviour("nginx:1.19", memory).name]).toEqual([100, "nginx"]);
});
