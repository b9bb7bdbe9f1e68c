import { describe, expect, test } from "bun:test";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";
import type { Service } from "../../../../src/kinds/core/service/types.ts";
import { parsePorts, podPorts, servicePorts } from "../../../../src/kubectl/port-forward/ports.ts";

const pod = {
  metadata: { name: "web" },
  spec: {
    containers: [
      {
        name: "c",
        ports: [
          { name: "http", containerPort: 8080 },
          { name: "dns", containerPort: 53, protocol: "UDP" },
        ],
      },
    ],
  },
} as unknown as Pod;
const service = (spec: object): Service => ({ metadata: { name: "svc" }, spec }) as unknown as Service;

describe("the ports that are meant", () => {
  test("of a pod: numbers, names, other local ports", () => {
    expect(podPorts(pod, ["80", "8000:80", ":http", "http", "9000:http", "80:80:80"])).toEqual([
      "80",
      "8000:80",
      ":8080",
      "8080",
      "9000:8080",
      "80",
    ]);
    expect(() => podPorts(pod, ["nope"])).toThrow("Pod 'web' does not have a named port 'nope'");
    expect(() => podPorts(pod, ["5353:53"])).toThrow("UDP protocol is not supported for 53");
  });

  test("of a service: its own lead to those of the pod", () => {
    const ports = [{ name: "web", port: 80, targetPort: "http" }];
    expect(servicePorts(service({ ports }), pod, ["80", "9000:80", "web", ":web"])).toEqual(["80:8080", "9000:8080", "80:8080", ":8080"]);
    expect(servicePorts(service({ ports, clusterIP: "None" }), pod, ["80"])).toEqual(["80"]);
    expect(() => servicePorts(service({ ports }), pod, ["81"])).toThrow("Service svc does not have a service port 81");
    expect(() => servicePorts(service({ ports }), pod, ["x"])).toThrow("Service 'svc' does not have a named port 'x'");
  });

  test("as numbers, or with client-go's complaints", () => {
    expect(parsePorts(["80", "8000:80", ":80"])).toEqual([
      { local: 80, remote: 80 },
      { local: 8000, remote: 80 },
      { local: 0, remote: 80 },
    ]);
    for (const [word, complaint] of [
      ["abc:80", `error parsing local port 'abc': strconv.ParseUint: parsing "abc": invalid syntax`],
      ["80:70000", `error parsing remote port '70000': strconv.ParseUint: parsing "70000": value out of range`],
      ["8080:0", "remote port must be > 0"],
    ] as const)
      expect(() => parsePorts([word])).toThrow(complaint);
  });
});
