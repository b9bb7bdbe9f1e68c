import { expect, test } from "bun:test";
import { persistentVolumeClaim } from "../../../../src/kinds/core/persistentvolumeclaim/index.ts";
import { pod } from "../../../../src/kinds/core/pod/index.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { create, requestContext, update } from "../context.ts";

const TOKEN = "default-token-8z7jl";
const MOUNT = { name: TOKEN, readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" };

const ipod: KubeObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "ipod" },
  spec: {
    containers: [{ name: "c", image: "nginx:1.19", volumeMounts: [MOUNT] }],
    volumes: [{ name: TOKEN, secret: { secretName: TOKEN } }],
    serviceAccountName: "default",
    nodeName: "w2-k8s",
  },
};

/** The part of the only error that follows its first line. */
function differenceOf(errors: readonly string[]): string {
  expect(errors).toHaveLength(1);
  return errors[0]?.slice(errors[0].indexOf("\n") + 1) ?? "";
}

function afterChange(change: (spec: Record<string, unknown>) => void, version = "v1.20.2"): string {
  const context = requestContext(version);
  const old = create(pod, ipod, context).stored;
  return differenceOf(update(pod, old, (draft) => change(draft.spec as Record<string, unknown>), context).errors);
}

test("one scalar, with its neighbours and the number of the others (recording a-apply-dryrun-immutable)", () => {
  const difference = (rest: number) => `  core.PodSpec{
  	... // 3 identical fields
  	EphemeralContainers:           nil,
  	RestartPolicy:                 "Always",
- 	TerminationGracePeriodSeconds: &5,
+ 	TerminationGracePeriodSeconds: &30,
  	ActiveDeadlineSeconds:         nil,
  	DNSPolicy:                     "ClusterFirst",
  	... // ${rest} identical fields
  }
`;
  const change = (spec: Record<string, unknown>) => {
    spec.terminationGracePeriodSeconds = 5;
  };
  expect(afterChange(change)).toBe(difference(22));
  expect(afterChange(change, "v1.23.7")).toBe(difference(23));
});

test("what came, what went, and what changed inside a list (recording a-replace)", () => {
  const difference = afterChange((spec) => {
    spec.containers = [{ name: "cc", image: "nginx:1.19" }];
    for (const field of ["volumes", "serviceAccountName", "serviceAccount", "nodeName"]) delete spec[field];
  });
  expect(difference).toBe(`  core.PodSpec{
- 	Volumes: nil,
+ 	Volumes: []core.Volume{
+ 		{
+ 			Name:         "default-token-8z7jl",
+ 			VolumeSource: core.VolumeSource{Secret: &core.SecretVolumeSource{...}},
+ 		},
+ 	},
  	InitContainers: nil,
  	Containers: []core.Container{
  		{
- 			Name:    "cc",
+ 			Name:    "c",
  			Image:   "nginx:1.19",
  			Command: nil,
  			... // 4 identical fields
  			Env:          nil,
  			Resources:    {},
- 			VolumeMounts: nil,
+ 			VolumeMounts: []core.VolumeMount{
+ 				{
+ 					Name:      "default-token-8z7jl",
+ 					ReadOnly:  true,
+ 					MountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
+ 				},
+ 			},
  			VolumeDevices: nil,
  			LivenessProbe: nil,
  			... // 10 identical fields
  		},
  	},
  	EphemeralContainers: nil,
  	RestartPolicy:       "Always",
  	... // 2 identical fields
  	DNSPolicy:                    "ClusterFirst",
  	NodeSelector:                 nil,
- 	ServiceAccountName:           "",
+ 	ServiceAccountName:           "default",
  	AutomountServiceAccountToken: nil,
- 	NodeName:                     "",
+ 	NodeName:                     "w2-k8s",
  	SecurityContext:              &{},
  	ImagePullSecrets:             nil,
  	... // 16 identical fields
  }
`);
});

test("quantities and short lists (recording a-storage)", () => {
  const spec = { accessModes: ["ReadWriteOnce"], storageClassName: "manual", resources: { requests: { storage: "1Gi" } } };
  const old = create(persistentVolumeClaim, { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "c-a" }, spec }).stored;
  const change = (edit: (claim: typeof spec) => void) =>
    differenceOf(update(persistentVolumeClaim, old, (draft) => edit(draft.spec as typeof spec)).errors);
  expect(
    change((claim) => {
      claim.accessModes = ["ReadWriteMany"];
    }),
  ).toBe(`  core.PersistentVolumeClaimSpec{
- 	AccessModes: []core.PersistentVolumeAccessMode{"ReadWriteMany"},
+ 	AccessModes: []core.PersistentVolumeAccessMode{"ReadWriteOnce"},
  	Selector:    nil,
  	Resources:   {Requests: {s"storage": {i: {...}, s: "1Gi", Format: "BinarySI"}}},
  	... // 4 identical fields
  }
`);
  expect(
    change((claim) => {
      claim.resources.requests.storage = "3Gi";
    }),
  ).toContain(`  	Resources: core.ResourceRequirements{
  		Limits: nil,
- 		Requests: core.ResourceList{
- 			s"storage": {i: resource.int64Amount{value: 3221225472}, s: "3Gi", Format: "BinarySI"},
- 		},
+ 		Requests: core.ResourceList{
`);
});

test("what is in both is told at every depth (1.20.2's own answer)", () => {
  const context = requestContext("v1.20.2");
  const before = structuredClone(ipod);
  const spec = before.spec as { containers: Record<string, unknown>[]; volumes: object[] };
  spec.volumes.unshift({ name: "v", configMap: { name: "d" } });
  Object.assign(spec.containers[0] ?? {}, {
    envFrom: [{ configMapRef: { name: "e" } }],
    env: [{ name: "S", valueFrom: { secretKeyRef: { name: "s", key: "p" } } }],
  });
  const old = create(pod, before, context).stored;
  const { errors } = update(
    pod,
    old,
    (draft) => {
      const [container] = (draft.spec as { containers: { env: object[] }[] }).containers;
      container?.env.push({ name: "X", value: "1" });
    },
    context,
  );
  expect(differenceOf(errors)).toBe(`  core.PodSpec{
  	Volumes:        {{Name: "v", VolumeSource: {ConfigMap: &{LocalObjectReference: {Name: "d"}, DefaultMode: &420}}}, {Name: "default-token-8z7jl", VolumeSource: {Secret: &{SecretName: "default-token-8z7jl", DefaultMode: &420}}}},
  	InitContainers: nil,
  	Containers: []core.Container{
  		{
  			... // 5 identical fields
  			Ports:   nil,
  			EnvFrom: {{ConfigMapRef: &{LocalObjectReference: {Name: "e"}}}},
  			Env: []core.EnvVar{
  				{Name: "S", ValueFrom: &{SecretKeyRef: &{LocalObjectReference: {Name: "s"}, Key: "p"}}},
- 				{Name: "X", Value: "1"},
  			},
  			Resources:    {},
  			VolumeMounts: {{Name: "default-token-8z7jl", ReadOnly: true, MountPath: "/var/run/secrets/kubernetes.io/serviceaccount"}},
  			... // 12 identical fields
  		},
  	},
  	EphemeralContainers: nil,
  	RestartPolicy:       "Always",
  	... // 25 identical fields
  }
`);
});
