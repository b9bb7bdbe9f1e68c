import { expect, test } from "bun:test";
import { cronJob } from "../../../../src/kinds/batch/cronjob/index.ts";
import { job } from "../../../../src/kinds/batch/job/index.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { create, requestContext, update } from "../context.ts";

const template = () => ({ spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] } });
const hello = (spec: object = {}): KubeObject => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "hello", uid: "u-1" },
  spec: { template: template(), ...spec },
});

test("a job selects its own pods by uid (recording a-create-jobs)", () => {
  const { stored, errors } = create(job, hello());
  expect(errors).toEqual([]);
  expect(stored.metadata.labels).toEqual({ "controller-uid": "u-1", "job-name": "hello" });
  expect(stored.spec).toMatchObject({
    completions: 1,
    parallelism: 1,
    backoffLimit: 6,
    selector: { matchLabels: { "controller-uid": "u-1" } },
  });
  expect(job.row(stored, requestContext())).toEqual(["hello", "0/1", "", "60s", "c", "busybox", "controller-uid=u-1"]);
});

test("labels have a prefix, too, from 1.27", () => {
  const { stored } = create(job, hello(), requestContext("v1.28.0"));
  expect(stored.spec).toMatchObject({
    selector: { matchLabels: { "batch.kubernetes.io/controller-uid": "u-1" } },
    completionMode: "NonIndexed",
  });
});

test("pods that run forever and changed completions are refused (recording a-jobs)", () => {
  const always = create(job, hello({ template: { spec: { containers: [{ name: "c", image: "busybox" }] } } }));
  expect(always.errors).toEqual(['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"']);
  const { stored } = create(job, hello());
  const changed = update(job, stored, (draft) => Object.assign(draft.spec as object, { completions: 9 }));
  expect(changed.errors).toEqual(["spec.completions: Invalid value: 9: field is immutable"]);
});

test("a wrong schedule is refused in the words of the release", () => {
  const nightly = (schedule: string): KubeObject => ({
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "nightly" },
    spec: { schedule, jobTemplate: { spec: { template: template() } } },
  });
  expect(create(cronJob, nightly("every day")).errors).toEqual([
    'spec.schedule: Invalid value: "every day": Expected exactly 5 fields, found 2: every day',
  ]);
  expect(create(cronJob, nightly("every day"), requestContext("v1.23.7")).errors).toEqual([
    'spec.schedule: Invalid value: "every day": expected exactly 5 fields, found 2: [every day]',
  ]);
  expect(create(cronJob, nightly("0 3 * * *")).errors).toEqual([]);
});

test("a template that must not change is printed whole (kube-apiserver 1.20.2)", () => {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox:1.31", command: ["sleep", "1"] }] } };
  const text = (version: string): string => {
    const context = requestContext(version);
    const { stored } = create(job, hello({ template }), context);
    const { errors } = update(
      job,
      stored,
      (draft) => {
        const { containers } = (draft.spec as { template: { spec: { containers: { image: string }[] } } }).template.spec;
        for (const container of containers) container.image = "busybox:1.32";
      },
      context,
    );
    return errors.join("\n");
  };
  const meta =
    'ObjectMeta:v1.ObjectMeta{Name:"", GenerateName:"", Namespace:"", SelfLink:"", UID:"", ResourceVersion:"", Generation:0, CreationTimestamp:v1.Time{Time:time.Time{wall:0x0, ext:0, loc:(*time.Location)(nil)}}, DeletionTimestamp:(*v1.Time)(nil), DeletionGracePeriodSeconds:(*int64)(nil), Labels:map[string]string{"controller-uid":"u-1", "job-name":"hello"}, Annotations:map[string]string(nil), OwnerReferences:[]v1.OwnerReference(nil), Finalizers:[]string(nil), ClusterName:"", ManagedFields:[]v1.ManagedFieldsEntry(nil)}';
  const container =
    'core.Container{Name:"c", Image:"busybox:1.32", Command:[]string{"sleep", "1"}, Args:[]string(nil), WorkingDir:"", Ports:[]core.ContainerPort(nil), EnvFrom:[]core.EnvFromSource(nil), Env:[]core.EnvVar(nil), Resources:core.ResourceRequirements{Limits:core.ResourceList(nil), Requests:core.ResourceList(nil)}, VolumeMounts:[]core.VolumeMount(nil), VolumeDevices:[]core.VolumeDevice(nil), LivenessProbe:(*core.Probe)(nil), ReadinessProbe:(*core.Probe)(nil), StartupProbe:(*core.Probe)(nil), Lifecycle:(*core.Lifecycle)(nil), TerminationMessagePath:"/dev/termination-log", TerminationMessagePolicy:"File", ImagePullPolicy:"IfNotPresent", SecurityContext:(*core.SecurityContext)(nil), Stdin:false, StdinOnce:false, TTY:false}';
  const pointer = "0xc000a1e2c0";
  const rest = `EphemeralContainers:[]core.EphemeralContainer(nil), RestartPolicy:"Never", TerminationGracePeriodSeconds:(*int64)(${pointer}), ActiveDeadlineSeconds:(*int64)(nil), DNSPolicy:"ClusterFirst", NodeSelector:map[string]string(nil), ServiceAccountName:"", AutomountServiceAccountToken:(*bool)(nil), NodeName:"", SecurityContext:(*core.PodSecurityContext)(${pointer}), ImagePullSecrets:[]core.LocalObjectReference(nil), Hostname:"", Subdomain:"", SetHostnameAsFQDN:(*bool)(nil), Affinity:(*core.Affinity)(nil), SchedulerName:"default-scheduler", Tolerations:[]core.Toleration(nil), HostAliases:[]core.HostAlias(nil), PriorityClassName:"", Priority:(*int32)(nil), PreemptionPolicy:(*core.PreemptionPolicy)(nil), DNSConfig:(*core.PodDNSConfig)(nil), ReadinessGates:[]core.PodReadinessGate(nil), RuntimeClassName:(*string)(nil), Overhead:core.ResourceList(nil), EnableServiceLinks:(*bool)(nil), TopologySpreadConstraints:[]core.TopologySpreadConstraint(nil)`;
  const spec = `Spec:core.PodSpec{Volumes:[]core.Volume(nil), InitContainers:[]core.Container(nil), Containers:[]core.Container{${container}}, ${rest}}`;
  expect(text("v1.20.2")).toBe(`spec.template: Invalid value: core.PodTemplateSpec{${meta}, ${spec}}: field is immutable`);
  expect(text("v1.23.7")).toContain(
    "CreationTimestamp:time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC), DeletionTimestamp:<nil>, DeletionGracePeriodSeconds:(*int64)(nil)",
  );
});
