import { describe, expect, test } from "bun:test";
import { pod } from "../../../../src/kinds/core/pod/index.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { create, requestContext, update } from "../context.ts";

function make(name: string, spec: unknown, status?: unknown): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name }, spec, ...(status ? { status } : {}) };
}

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

describe("validation, after recording a-api-validation", () => {
  test("names, images, ports, policies in order", () => {
    const spec = {
      restartPolicy: "Often",
      containers: [
        { name: "C_1", image: "", ports: [{ containerPort: 0 }, { containerPort: 70000, name: "toolongportname16" }] },
        { name: "C_1", image: "x", imagePullPolicy: "Maybe" },
      ],
    };
    expect(create(pod, make("upper", spec)).errors).toEqual([
      `spec.containers[0].name: Invalid value: "C_1": ${LABEL}`,
      "spec.containers[0].image: Required value",
      "spec.containers[0].ports[0].containerPort: Required value",
      'spec.containers[0].ports[1].name: Invalid value: "toolongportname16": must be no more than 15 characters',
      "spec.containers[0].ports[1].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
      `spec.containers[1].name: Invalid value: "C_1": ${LABEL}`,
      'spec.containers[1].name: Duplicate value: "C_1"',
      'spec.containers[1].imagePullPolicy: Unsupported value: "Maybe": supported values: "Always", "IfNotPresent", "Never"',
      'spec.restartPolicy: Unsupported value: "Often": supported values: "Always", "OnFailure", "Never"',
    ]);
  });

  test("volumes, mounts, requests above limits", () => {
    const spec = {
      containers: [
        {
          name: "c",
          image: "nginx",
          volumeMounts: [
            { name: "nope", mountPath: "/x" },
            { name: "v", mountPath: "/x" },
          ],
          resources: { requests: { cpu: "2" }, limits: { cpu: "1" } },
        },
      ],
      volumes: [
        { name: "v", emptyDir: {} },
        { name: "v", hostPath: { path: "/x" } },
      ],
    };
    const errors = (version: string) => create(pod, make("vol", spec), requestContext(version)).errors;
    expect(errors("v1.20.2")).toEqual([
      'spec.volumes[1].name: Duplicate value: "v"',
      'spec.containers[0].volumeMounts[0].name: Not found: "nope"',
      'spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/x": must be unique',
      'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit',
    ]);
    expect(errors("v1.28.0").at(-1)).toEndWith("must be less than or equal to cpu limit of 1");
  });

  test("probes need one handler and, when they restart, one success", () => {
    const containers = [
      {
        name: "c",
        image: "nginx",
        livenessProbe: { successThreshold: 2, exec: { command: ["a"] }, tcpSocket: { port: 1 } },
        readinessProbe: {},
      },
    ];
    expect(create(pod, make("p", { containers })).errors).toEqual([
      "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type",
      "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1",
      "spec.containers[0].readinessProbe: Required value: must specify a handler type",
    ]);
  });

  test("variables have a value or a source", () => {
    const env = [
      { name: "1a", value: "x" },
      { name: "A", value: "x", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      { name: "B", valueFrom: {} },
    ];
    const errors = create(pod, make("p", { containers: [{ name: "c", image: "nginx", env }] })).errors;
    expect(errors[0]).toStartWith('spec.containers[0].env[0].name: Invalid value: "1a": a valid environment variable name must consist of');
    expect(errors.slice(1)).toEqual([
      'spec.containers[0].env[1].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
      'spec.containers[0].env[2].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
    ]);
  });
});

describe("creation", () => {
  test("defaults what a user leaves out", () => {
    const { stored } = create(
      pod,
      make("p", {
        hostNetwork: true,
        containers: [{ name: "c", image: "nginx", ports: [{ containerPort: 80 }], resources: { limits: { cpu: "0.5" } } }],
      }),
    );
    expect(stored.spec).toEqual({
      hostNetwork: true,
      containers: [
        {
          name: "c",
          image: "nginx",
          imagePullPolicy: "Always",
          ports: [{ containerPort: 80, hostPort: 80, protocol: "TCP" }],
          resources: { limits: { cpu: "500m" }, requests: { cpu: "500m" } },
          terminationMessagePath: "/dev/termination-log",
          terminationMessagePolicy: "File",
        },
      ],
      dnsPolicy: "ClusterFirst",
      enableServiceLinks: true,
      restartPolicy: "Always",
      schedulerName: "default-scheduler",
      securityContext: {},
      terminationGracePeriodSeconds: 30,
    });
    expect(stored.status).toEqual({ phase: "Pending", qosClass: "Burstable" });
  });

  test.each([
    ["nginx", "Always"],
    ["nginx:latest", "Always"],
    ["nginx:1.19", "IfNotPresent"],
    ["localhost:5000/a/b", "Always"],
    ["quay.io/a/b:v1", "IfNotPresent"],
    [`nginx@sha256:${"0".repeat(64)}`, "IfNotPresent"],
    ["Not An Image", "IfNotPresent"],
  ])("%s is pulled %s", (image, policy) => {
    const { stored } = create(pod, make("p", { containers: [{ name: "c", image }] }));
    expect((stored as Pod).spec.containers[0]?.imagePullPolicy).toBe(policy as "Always");
  });

  test.each([
    [{}, "BestEffort"],
    [{ limits: { cpu: "1", memory: "1Gi" } }, "Guaranteed"],
    [{ limits: { cpu: "1" } }, "Burstable"],
    [{ requests: { memory: "0" } }, "BestEffort"],
  ])("resources %j are %s", (resources, qos) => {
    const { stored } = create(pod, make("p", { containers: [{ name: "c", image: "nginx", resources }] }));
    expect((stored as Pod).status?.qosClass).toBe(qos as "Burstable");
  });
});

describe("updates", () => {
  const old = create(
    pod,
    make("p", { containers: [{ name: "c", image: "nginx:1.19" }], tolerations: [{ key: "a", operator: "Exists" }] }),
  ).stored;
  const change = (edit: (spec: Pod["spec"]) => void) => update(pod, old, (draft) => edit((draft as Pod).spec)).errors;

  test("an image may change, and tolerations be added", () => {
    expect(
      change((spec) => {
        for (const container of spec.containers) container.image = "nginx:1.20";
      }),
    ).toEqual([]);
    expect(
      change((spec) => {
        spec.tolerations = [...(spec.tolerations ?? []), { key: "b", operator: "Exists" }];
      }),
    ).toEqual([]);
    expect(
      change((spec) => {
        delete spec.tolerations;
      }),
    ).toEqual(["spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"]);
  });

  test("containers may not be added, the deadline only shortened", () => {
    expect(
      change((spec) => {
        spec.containers.push({ name: "d", image: "x" });
      }),
    ).toEqual(["spec.containers: Forbidden: pod updates may not add or remove containers"]);
    expect(
      change((spec) => {
        spec.activeDeadlineSeconds = 5;
      }),
    ).toEqual([]);
  });

  test("anything else is refused", () => {
    const [error] = change((spec) => {
      spec.terminationGracePeriodSeconds = 5;
    });
    expect(error).toStartWith(
      "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)",
    );
  });
});

describe("rows", () => {
  const running = { name: "c", ready: true, restartCount: 0, image: "", imageID: "", state: { running: {} } };
  const row = (status: unknown, metadata = {}, version = "v1.20.2", spec: object = {}) => {
    const object = make("p", { containers: [{ name: "c" }], ...spec }, status);
    Object.assign(object.metadata, { creationTimestamp: "2026-11-21T11:59:00Z" }, metadata);
    return pod.row(object, requestContext(version)).slice(1, 5);
  };

  test("a pod's life", () => {
    expect(row({ phase: "Pending" })).toEqual(["0/1", "Pending", 0, "60s"]);
    expect(
      row({ phase: "Pending", containerStatuses: [{ ...running, ready: false, state: { waiting: { reason: "ContainerCreating" } } }] }),
    ).toEqual(["0/1", "ContainerCreating", 0, "60s"]);
    expect(row({ phase: "Running", containerStatuses: [running] })).toEqual(["1/1", "Running", 0, "60s"]);
    expect(row({ phase: "Running", containerStatuses: [running] }, { deletionTimestamp: "2026-11-21T12:00:00Z" })[1]).toBe("Terminating");
    expect(row({ phase: "Failed", reason: "Evicted" })[1]).toBe("Evicted");
  });

  test("init containers have the word until they are through", () => {
    const spec = { initContainers: [{ name: "i" }, { name: "j" }] };
    const init = (state: unknown) =>
      row({ phase: "Pending", initContainerStatuses: [{ ...running, name: "i", state }] }, {}, "v1.20.2", spec)[1];
    expect(init({ running: {} })).toBe("Init:0/2");
    expect(init({ waiting: { reason: "CrashLoopBackOff" } })).toBe("Init:CrashLoopBackOff");
    expect(init({ terminated: { exitCode: 2 } })).toBe("Init:ExitCode:2");
  });

  test("RESTARTS tells when from 1.22, and only after one from 1.28", () => {
    const ended = { ...running, restartCount: 3, lastState: { terminated: { exitCode: 1, finishedAt: "2026-11-21T11:59:30Z" } } };
    expect(row({ phase: "Running", containerStatuses: [ended] })[2]).toBe(3);
    expect(row({ phase: "Running", containerStatuses: [ended] }, {}, "v1.23.7")[2]).toBe("3 (30s ago)");
    expect(row({ phase: "Running", containerStatuses: [{ ...ended, restartCount: 0 }] }, {}, "v1.28.0")[2]).toBe("0");
  });

  test("sidecars count from 1.29", () => {
    const spec = { initContainers: [{ name: "s", restartPolicy: "Always" }] };
    const status = { phase: "Running", initContainerStatuses: [{ ...running, name: "s", started: true }], containerStatuses: [running] };
    expect(row(status, {}, "v1.29.0", spec).slice(0, 2)).toEqual(["2/2", "Running"]);
  });

  test("wide cells are `<none>` when empty", () => {
    const object = make("p", { containers: [], readinessGates: [{ conditionType: "a" }] }, { conditions: [{ type: "a", status: "True" }] });
    expect(pod.row(object, requestContext()).slice(5)).toEqual(["<none>", "<none>", "<none>", "1/1"]);
  });
});

test("warnings name renamed labels, from 1.21", () => {
  const { stored } = create(
    pod,
    make("p", { containers: [{ name: "c", image: "nginx" }], nodeSelector: { "beta.kubernetes.io/os": "linux" } }),
  );
  const warnings = (version: string) => pod.warnings?.(stored, undefined, requestContext(version));
  expect(warnings("v1.20.2")).toEqual([]);
  expect(warnings("v1.23.7")).toEqual(['spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead']);
});
