import { describe, expect, test } from "bun:test";
import { daemonSet } from "../../../../src/kinds/apps/daemonset/index.ts";
import { deployment } from "../../../../src/kinds/apps/deployment/index.ts";
import { replicaSet } from "../../../../src/kinds/apps/replicaset/index.ts";
import { statefulSet } from "../../../../src/kinds/apps/statefulset/index.ts";
import type { KindDefinition } from "../../../../src/machinery/kind.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { create, requestContext, update } from "../context.ts";

const containers = [{ name: "c", image: "nginx:1.19" }];

function make(kind: KindDefinition, name: string, spec: object = {}): KubeObject {
  const template = { metadata: { labels: { app: "b" } }, spec: { containers } };
  return {
    apiVersion: "apps/v1",
    kind: kind.kind,
    metadata: { name },
    spec: { selector: { matchLabels: { app: "b" } }, template, ...spec },
  };
}

/** An object's spec for a test to change. */
function specOf(object: KubeObject): Record<string, unknown> {
  return object.spec as Record<string, unknown>;
}

describe("validation, after recordings", () => {
  test("a deployment that cannot find its pods", () => {
    const template = { metadata: { labels: { app: "b" } }, spec: { containers, restartPolicy: "Never" } };
    expect(create(deployment, make(deployment, "mis", { replicas: -1, selector: { matchLabels: { app: "a" } }, template })).errors).toEqual(
      [
        "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
        'spec.template.metadata.labels: Invalid value: map[string]string{"app":"b"}: `selector` does not match template `labels`',
        'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
      ],
    );
  });

  test("no selector finds no pods", () => {
    expect(create(deployment, make(deployment, "r", { selector: undefined })).errors).toEqual([
      "spec.selector: Required value",
      'spec.template.metadata.labels: Invalid value: map[string]string{"app":"b"}: `selector` does not match template `labels`',
    ]);
  });

  test("strategies", () => {
    const errors = (strategy: object) => create(deployment, make(deployment, "s", { strategy })).errors;
    expect(errors({ type: "Fancy", rollingUpdate: { maxSurge: 0 } })[0]).toMatch(
      /^spec\.strategy: Unsupported value: apps\.DeploymentStrategy\{Type:"Fancy", RollingUpdate:\(\*apps\.RollingUpdateDeployment\)\(0xc[0-9a-f]+\)\}: supported values: "Recreate", "RollingUpdate"$/,
    );
    expect(errors({ type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } })).toEqual([
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:""}: may not be 0 when `maxSurge` is 0',
    ]);
    expect(errors({ type: "Recreate", rollingUpdate: {} })).toEqual([
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
    ]);
  });

  test("a selector cannot change", () => {
    const old = create(deployment, make(deployment, "imm")).stored;
    const { errors } = update(deployment, old, (draft) => {
      specOf(draft).selector = { matchLabels: { app: "other" } };
      specOf(draft).template = { metadata: { labels: { app: "other" } }, spec: { containers } };
    });
    expect(errors).toEqual([
      'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"other"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
    ]);
  });

  test("of a stateful set only some fields change", () => {
    const text = (version: string) => {
      const context = requestContext(version);
      const old = create(statefulSet, make(statefulSet, "web", { serviceName: "web" }), context).stored;
      return update(
        statefulSet,
        old,
        (draft) => {
          specOf(draft).serviceName = "other";
        },
        context,
      ).errors;
    };
    expect(text("v1.20.2")).toEqual([
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'template', and 'updateStrategy' are forbidden",
    ]);
    expect(text("v1.23.7")).toEqual([
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ]);
    const old = create(statefulSet, make(statefulSet, "web")).stored;
    expect(
      update(statefulSet, old, (draft) => {
        specOf(draft).updateStrategy = { type: "OnDelete", rollingUpdate: { partition: 0 } };
      }).errors,
    ).toEqual([
      "spec.updateStrategy.rollingUpdate: Invalid value: apps.RollingUpdateStatefulSetStrategy{Partition:0}: only allowed for updateStrategy 'RollingUpdate'",
    ]);
  });
});

describe("creation and generations", () => {
  test("defaults", () => {
    expect(specOf(create(deployment, make(deployment, "d")).stored)).toMatchObject({
      replicas: 1,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      template: { metadata: { creationTimestamp: null, labels: { app: "b" } }, spec: { dnsPolicy: "ClusterFirst" } },
    });
    expect(specOf(create(statefulSet, make(statefulSet, "s")).stored)).toMatchObject({
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
    });
    const surge = (version: string) => specOf(create(daemonSet, make(daemonSet, "d"), requestContext(version)).stored).updateStrategy;
    expect(surge("v1.20.2")).toEqual({ type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } });
    expect(surge("v1.23.7")).toEqual({ type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } });
  });

  test("templates are not given what only pods get", () => {
    const template = specOf(
      create(
        replicaSet,
        make(replicaSet, "r", {
          template: {
            metadata: { labels: { app: "b" } },
            spec: { containers: [{ name: "c", image: "nginx", resources: { limits: { cpu: "1" } } }] },
          },
        }),
      ).stored,
    ).template;
    const spec = (template as { spec: Record<string, unknown> }).spec;
    expect(spec.enableServiceLinks).toBeUndefined();
    expect((spec.containers as [{ resources: unknown }])[0].resources).toEqual({ limits: { cpu: "1" } });
  });

  test("a deployment's annotations raise its generation", () => {
    const old = create(deployment, make(deployment, "d")).stored;
    old.metadata.generation = 3;
    expect(
      update(deployment, old, (draft) => {
        draft.metadata.annotations = { a: "b" };
      }).stored.metadata.generation,
    ).toBe(4);
    expect(
      update(deployment, old, (draft) => {
        draft.metadata.labels = { a: "b" };
      }).stored.metadata.generation,
    ).toBe(3);
  });

  test("a daemon set counts changes of its template", () => {
    const generation = (object: KubeObject) => object.metadata.annotations?.["deprecated.daemonset.template.generation"];
    const old = create(daemonSet, make(daemonSet, "d")).stored;
    expect(generation(old)).toBe("1");
    expect(
      generation(
        update(daemonSet, old, (draft) => {
          specOf(draft).minReadySeconds = 5;
        }).stored,
      ),
    ).toBe("1");
    const changed = update(daemonSet, old, (draft) => {
      specOf(draft).template = { metadata: { labels: { app: "b", x: "y" } }, spec: { containers } };
    });
    expect(generation(changed.stored)).toBe("2");
  });
});

describe("rows and rollouts", () => {
  const live = (kind: KindDefinition, status: object): KubeObject => {
    const { stored } = create(kind, make(kind, "x", { replicas: 2 }));
    return { ...stored, metadata: { ...stored.metadata, generation: 1 }, status };
  };

  test("columns match the cells", () => {
    for (const kind of [deployment, replicaSet, daemonSet, statefulSet]) {
      expect(kind.row(live(kind, {}), requestContext()).length).toBe(kind.columns(requestContext().release).length);
    }
    expect(deployment.row(live(deployment, { readyReplicas: 1, updatedReplicas: 2 }), requestContext())).toEqual([
      "x",
      "1/2",
      2,
      0,
      "60s",
      "c",
      "nginx:1.19",
      "app=b",
    ]);
  });

  test("a deployment's rollout", () => {
    const status = (part: object) => deployment.rollout?.status(live(deployment, { observedGeneration: 1, ...part }), 0);
    expect(status({ observedGeneration: 0 })?.message).toBe("Waiting for deployment spec update to be observed...\n");
    expect(status({ updatedReplicas: 1 })?.message).toBe(
      'Waiting for deployment "x" rollout to finish: 1 out of 2 new replicas have been updated...\n',
    );
    expect(status({ updatedReplicas: 2, replicas: 3 })?.message).toBe(
      'Waiting for deployment "x" rollout to finish: 1 old replicas are pending termination...\n',
    );
    expect(status({ updatedReplicas: 2, replicas: 2, availableReplicas: 1 })?.message).toBe(
      'Waiting for deployment "x" rollout to finish: 1 of 2 updated replicas are available...\n',
    );
    expect(status({ updatedReplicas: 2, replicas: 2, availableReplicas: 2 })).toEqual({
      message: 'deployment "x" successfully rolled out\n',
      done: true,
    });
    expect(() => status({ conditions: [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }] })).toThrow(
      'deployment "x" exceeded its progress deadline',
    );
  });

  test("a stateful set's rollout", () => {
    const status = (part: object) => statefulSet.rollout?.status(live(statefulSet, { observedGeneration: 1, ...part }), 0);
    expect(status({ readyReplicas: 1 })?.message).toBe("Waiting for 1 pods to be ready...\n");
    expect(status({ readyReplicas: 2 })?.message).toBe(
      "Waiting for partitioned roll out to finish: 0 out of 2 new pods have been updated...\n",
    );
    expect(status({ readyReplicas: 2, updatedReplicas: 2 })).toEqual({
      message: "partitioned roll out complete: 2 new pods have been updated...\n",
      done: true,
    });
  });
});
