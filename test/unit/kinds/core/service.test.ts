import { describe, expect, test } from "bun:test";
import { service } from "../../../../src/kinds/core/service/index.ts";
import type { Service } from "../../../../src/kinds/core/service/types.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { create, requestContext, update } from "../context.ts";

function make(name: string, spec: object): KubeObject {
  return { apiVersion: "v1", kind: "Service", metadata: { name }, spec };
}

function specOf(object: KubeObject): Service["spec"] {
  return (object as Service).spec;
}

describe("validation, after recording a-api-validation", () => {
  test("several ports need names", () => {
    expect(create(service, make("two", { ports: [{ port: 80 }, { port: 81 }] })).errors).toEqual([
      "spec.ports[0].name: Required value",
      "spec.ports[1].name: Required value",
    ]);
  });

  test("repeated names and ports", () => {
    expect(
      create(
        service,
        make("dup", {
          ports: [
            { name: "a", port: 80 },
            { name: "a", port: 80 },
          ],
        }),
      ).errors,
    ).toEqual([
      'spec.ports[1].name: Duplicate value: "a"',
      'spec.ports[1]: Duplicate value: core.ServicePort{Name:"", Protocol:"TCP", AppProtocol:(*string)(nil), Port:80, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}',
    ]);
  });

  test("a bad name, port, protocol and type", () => {
    const { errors } = create(service, make("1bad.name", { type: "Cluster", ports: [{ port: 0, protocol: "HTTP", targetPort: 0 }] }));
    expect(errors[0]).toStartWith('metadata.name: Invalid value: "1bad.name": a DNS-1035 label must consist of');
    expect(errors.slice(1)).toEqual([
      "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
      'spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
      "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive",
      'spec.type: Unsupported value: "Cluster": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ]);
  });

  test("ports are required but for headless and named services", () => {
    expect(create(service, make("noports", { selector: { a: "b" } })).errors).toEqual(["spec.ports: Required value"]);
    expect(create(service, make("headless", { clusterIP: "None" })).errors).toEqual([]);
    expect(create(service, make("named", { type: "ExternalName", externalName: "example.com" })).errors).toEqual([]);
  });
});

describe("addresses", () => {
  test("each version has its fields", () => {
    const fields = (version: string) => specOf(create(service, make("s", { ports: [{ port: 80 }] }), requestContext(version)).stored);
    expect(fields("v1.18.4")).toEqual({
      ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
      sessionAffinity: "None",
      type: "ClusterIP",
      clusterIP: "10.96.0.1",
    });
    expect(fields("v1.20.2").clusterIPs).toEqual(["10.96.0.1"]);
    expect(fields("v1.20.2").ipFamilies).toBeUndefined();
    expect(fields("v1.23.7")).toMatchObject({ ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack", internalTrafficPolicy: "Cluster" });
    // The static band of 10.96.0.0/12 is 256 addresses, drawn from last.
    expect(fields("v1.28.0").clusterIP).toBe("10.96.1.1");
  });

  test("a taken address is skipped, or refused when asked for", () => {
    const dns = create(service, make("kube-dns", { clusterIP: "10.96.0.1", ports: [{ port: 53 }] })).stored;
    const taken = (version: string) => requestContext(version, { services: [dns] });
    expect(specOf(create(service, make("s", { ports: [{ port: 80 }] }), taken("v1.20.2")).stored).clusterIP).toBe("10.96.0.2");
    const ask = (version: string, clusterIP: string) =>
      create(service, make("s", { clusterIP, ports: [{ port: 80 }] }), taken(version)).errors;
    expect(ask("v1.18.4", "10.96.0.1")).toEqual(['spec.clusterIP: Invalid value: "10.96.0.1": provided IP is already allocated']);
    expect(ask("v1.20.2", "10.200.0.1")).toEqual([
      'spec.clusterIPs: Invalid value: []string{"10.200.0.1"}: failed to allocated ip:10.200.0.1 with error:provided IP is not in the valid range. The range of valid IPs is 10.96.0.0/12',
    ]);
    expect(ask("v1.23.7", "10.200.0.1")).toEqual([
      'spec.clusterIPs: Invalid value: []string{"10.200.0.1"}: failed to allocate IP 10.200.0.1: the provided IP (10.200.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/12',
    ]);
  });

  test("an address cannot change", () => {
    const old = create(service, make("cs", { ports: [{ port: 80 }] })).stored;
    const { errors } = update(service, old, (draft) => {
      specOf(draft).clusterIP = "10.96.99.99";
    });
    expect(errors).toEqual(['spec.clusterIPs[0]: Invalid value: []string{"10.96.99.99"}: may not change once set']);
    const v118 = requestContext("v1.18.4");
    const before = create(service, make("cs", { ports: [{ port: 80 }] }), v118).stored;
    expect(
      update(
        service,
        before,
        (draft) => {
          specOf(draft).clusterIP = "10.96.99.99";
        },
        v118,
      ).errors,
    ).toEqual(['spec.clusterIP: Invalid value: "10.96.99.99": field is immutable']);
  });
});

describe("node ports", () => {
  test("are drawn, checked and shared between protocols", () => {
    const np = create(
      service,
      make("np", {
        type: "NodePort",
        ports: [
          { name: "a", port: 53 },
          { name: "b", port: 53, protocol: "UDP" },
        ],
      }),
    ).stored;
    expect(specOf(np).ports?.map(({ nodePort }) => nodePort)).toEqual([30000, 30000]);
    expect(specOf(np).externalTrafficPolicy).toBe("Cluster");
    const context = requestContext("v1.20.2", { services: [np] });
    const ask = (nodePort: number) => create(service, make("np2", { type: "NodePort", ports: [{ port: 80, nodePort }] }), context).errors;
    expect(ask(30000)).toEqual(["spec.ports[0].nodePort: Invalid value: 30000: provided port is already allocated"]);
    expect(ask(8080)).toEqual([
      "spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767",
    ]);
    expect(specOf(create(service, make("np3", { type: "NodePort", ports: [{ port: 80 }] }), context).stored).ports?.[0]?.nodePort).toBe(
      30001,
    );
  });

  test("two ports of one service get two numbers", () => {
    const { stored } = create(
      service,
      make("np", {
        type: "NodePort",
        ports: [
          { name: "a", port: 80 },
          { name: "b", port: 443 },
        ],
      }),
    );
    expect(specOf(stored).ports?.map(({ nodePort }) => nodePort)).toEqual([30000, 30001]);
  });

  test("come and go with the type", () => {
    const old = create(service, make("s", { ports: [{ port: 80 }] })).stored;
    const asNodePort = update(service, old, (draft) => {
      specOf(draft).type = "NodePort";
    });
    expect(asNodePort.errors).toEqual([]);
    expect(specOf(asNodePort.stored).ports?.[0]?.nodePort).toBe(30000);
    const back = update(service, asNodePort.stored, (draft) => {
      specOf(draft).type = "ClusterIP";
    });
    expect(back.errors).toEqual([]);
    expect(specOf(back.stored).ports?.[0]?.nodePort).toBeUndefined();
    expect(specOf(back.stored).externalTrafficPolicy).toBeUndefined();
  });

  test("a service keeps its own on other changes", () => {
    const old = create(service, make("s", { type: "NodePort", ports: [{ port: 80 }] })).stored;
    const context = requestContext("v1.20.2", { services: [old] });
    const { stored, errors } = update(
      service,
      old,
      (draft) => {
        specOf(draft).selector = { a: "b" };
      },
      context,
    );
    expect(errors).toEqual([]);
    expect(specOf(stored).ports).toEqual(specOf(old).ports);
  });
});

describe("rows", () => {
  const row = (spec: object, status: object = {}) => {
    const object: KubeObject = { ...make("s", spec), status };
    object.metadata.creationTimestamp = "2026-11-21T11:59:00Z";
    return service.row(object, requestContext()).slice(1, 5);
  };

  test("every type", () => {
    expect(row({ type: "ClusterIP", clusterIP: "10.96.0.1", ports: [{ port: 80, protocol: "TCP" }] })).toEqual([
      "ClusterIP",
      "10.96.0.1",
      "<none>",
      "80/TCP",
    ]);
    expect(
      row({
        type: "NodePort",
        clusterIP: "10.96.0.1",
        ports: [
          { port: 80, nodePort: 30000, protocol: "TCP" },
          { port: 443, nodePort: 30001, protocol: "TCP" },
        ],
      }),
    ).toEqual(["NodePort", "10.96.0.1", "<none>", "80:30000/TCP,443:30001/TCP"]);
    expect(row({ type: "LoadBalancer", clusterIP: "10.96.0.1", ports: [] })).toEqual(["LoadBalancer", "10.96.0.1", "<pending>", "<none>"]);
    expect(
      row(
        { type: "LoadBalancer", clusterIP: "10.96.0.1" },
        { loadBalancer: { ingress: [{ ip: "192.168.1.12" }, { ip: "192.168.1.11" }] } },
      )[2],
    ).toBe("192.168.1.11,192.168.1.12");
    expect(row({ type: "ExternalName", externalName: "example.com" })).toEqual(["ExternalName", "<none>", "example.com", "<none>"]);
    expect(row({ type: "ClusterIP", clusterIP: "None" })[1]).toBe("None");
  });
});
