import { describe, expect, test } from "bun:test";
import { createNodeRuntime } from "../../../src/components/kubelet/node-runtime.ts";
import { createPrograms } from "../../../src/images/programs.ts";
import type { PersistentVolume } from "../../../src/kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../../src/kinds/core/persistentvolumeclaim/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createNetwork } from "../../../src/network/network.ts";
import { createWorld } from "../nodes/world.ts";
import { applyBook } from "./apply.ts";

const CLAIMS = { group: "", version: "v1", resource: "persistentvolumeclaims", namespace: "default" };
const DEPLOYMENTS = { group: "apps", version: "v1", resource: "deployments", namespace: "default" };

function lab(version: string, runtime: string) {
  const world = createWorld({ version, runtime });
  const context = world.context("kubelet");
  const { lister, sim, memory, cluster } = world;
  const runs = createNodeRuntime(context, createNetwork({ lister, sim, memory, cluster, programs: createPrograms(context) }));
  return {
    world,
    apply: (path: string) => applyBook(world, path),
    claim: (name: string) => world.store.get("persistentvolumeclaims", "default", name) as PersistentVolumeClaim | undefined,
    volumes: () => world.store.list("persistentvolumes") as readonly PersistentVolume[],
    podsOf: (app: string) => world.pods().filter(({ metadata }) => metadata.labels?.["app"] === app),
    exec: (pod: Pod, script: string) =>
      runs.exec(pod, { container: pod.spec.containers[0]?.name ?? "", command: ["sh", "-c", script] }).stdout,
    ask: (pod: Pod) => runs.http(pod, 80, { method: "GET", path: "/", headers: [], body: "" })?.body,
  };
}

describe("first edition, 3.4.3 and 3.4.4", () => {
  const book = () => lab("v1.18.4", "docker://1.13.1");

  test("a volume on NFS, its claim, and four pods that share its files, whatever way they mount it", () => {
    const { world, apply, claim, podsOf, exec, ask, volumes } = book();
    apply("3.4.3/nfs-pv.yaml");
    apply("3.4.3/nfs-pvc.yaml");
    apply("3.4.3/nfs-pvc-deploy.yaml");
    apply("3.4.3/nfs-ip.yaml");
    world.run(20);
    expect([claim("nfs-pvc")?.status?.phase, volumes()[0]?.status?.phase]).toEqual(["Bound", "Bound"]);
    const pods = podsOf("nfs-pvc-deploy");
    expect(pods.map(({ metadata }) => metadata.name?.replace(/-[^-]+$/, ""))).toEqual(Array(4).fill("nfs-pvc-deploy-5fd9876c46"));
    const [first, second] = pods as [Pod, Pod];
    for (const pod of [first, first, second]) expect(ask(pod)).toBe(`pod_n: ${pod.metadata.name} | ip_dest: ${pod.status?.podIP}\n`);
    const logs = [first, second].map(({ metadata }) => `audit_${metadata.name}.log`).toSorted();
    const others = podsOf("nfs-ip");
    expect(others.map(({ metadata }) => metadata.name?.replace(/-[^-]+$/, ""))).toEqual(Array(4).fill("nfs-ip-7789f445b7"));
    for (const pod of [pods[3], others[0]] as Pod[]) expect(exec(pod, "ls /audit").trim().split("\n")).toEqual(logs);
    expect(
      exec(others[1] as Pod, `cat /audit/audit_${first.metadata.name}.log`)
        .trim()
        .split("\n"),
    ).toHaveLength(2);
    expect(exec(first, "df -h /audit")).toContain("192.168.1.10:/nfs_shared\n");
  });

  test("limits and quotas of claims", () => {
    const { world, apply } = book();
    const refusal = (path: string): string => {
      try {
        apply(path);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    apply("3.4.3/limits-pvc.yaml");
    expect(refusal("3.4.3/nfs-pvc.yaml")).toBe(
      'persistentvolumeclaims "nfs-pvc" is forbidden: maximum storage usage per PersistentVolumeClaim is 5Mi, but request is 10Mi',
    );
    world.client.delete({ group: "", version: "v1", resource: "limitranges", namespace: "default" }, "storagelimits");
    apply("3.4.3/quota-pvc.yaml");
    world.run(2);
    expect(world.store.get("resourcequotas", "default", "storagequota")?.["status"]).toMatchObject({
      used: { persistentvolumeclaims: "0", "requests.storage": "0" },
    });
    expect(refusal("3.4.3/dynamic-pvc.yaml")).toBe(
      'persistentvolumeclaims "dynamice-pvc" is forbidden: exceeded quota: storagequota, requested: requests.storage=100Gi, used: requests.storage=0, limited: requests.storage=25Mi',
    );
  });

  test("a volume that is kept is released with its claim, and no other claim gets it", () => {
    const { world, apply, claim, volumes } = book();
    apply("3.4.3/nfs-pv.yaml");
    apply("3.4.3/nfs-pvc.yaml");
    world.run(5);
    world.client.delete(CLAIMS, "nfs-pvc");
    world.run(5);
    expect(volumes()[0]?.status?.phase).toBe("Released");
    apply("3.4.3/nfs-pvc.yaml");
    world.run(30);
    expect(claim("nfs-pvc")?.status?.phase).toBe("Pending");
  });

  test("a claim that is too large for limits that came later can still go", () => {
    const { world, apply, claim } = book();
    apply("3.4.3/nfs-pv.yaml");
    apply("3.4.3/nfs-pvc.yaml");
    world.run(5);
    apply("3.4.3/limits-pvc.yaml");
    world.client.delete(CLAIMS, "nfs-pvc");
    world.run(5);
    expect(claim("nfs-pvc")).toBeUndefined();
  });

  test("a stateful set's pods come one after the other and keep their logs apart", () => {
    const { world, apply, podsOf, ask, exec } = book();
    for (const file of ["3.4.3/nfs-pv", "3.4.3/nfs-pvc", "3.4.4/sts-svc-domain", "3.4.4/nfs-pvc-sts", "3.4.4/nfs-pvc-sts-svc"])
      apply(`${file}.yaml`);
    world.run(40);
    const pods = podsOf("nfs-pvc-sts");
    expect(pods.map(({ metadata }) => metadata.name)).toEqual(["nfs-pvc-sts-0", "nfs-pvc-sts-1", "nfs-pvc-sts-2", "nfs-pvc-sts-3"]);
    for (const pod of pods) ask(pod);
    expect(
      exec(pods[0] as Pod, "ls -l /audit")
        .trim()
        .split("\n")
        .slice(1),
    ).toHaveLength(4);
  });
});

describe("second edition, 3.4.3", () => {
  const SUBDIR = "k8s-sigs.io/nfs-subdir-external-provisioner";
  const newer = () => lab("v1.30.1", "containerd://1.7.0");
  const subdirClass = (parameters: object = { archiveOnDelete: "false" }): KubeObject => ({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "managed-nfs-storage" },
    provisioner: SUBDIR,
    parameters,
  });

  test.each([
    [{ archiveOnDelete: "false" }, []],
    [{}, ["archived-default-pvc-dynamic-PV"]],
    [{ onDelete: "retain" }, ["default-pvc-dynamic-PV"]],
  ])("the subdir provisioner makes a directory for a claim, and takes it away as the class %o says", (parameters, left) => {
    const { world, apply, claim, volumes, podsOf, ask, exec } = newer();
    apply("3.4.3/nfs-subdir-external-provisioner.yaml");
    world.run(20);
    world.create(subdirClass(parameters));
    apply("3.4.3/pvc-dynamic.yaml");
    apply("3.4.3/deploy-pvc.yaml");
    world.run(20);
    const name = `pvc-${claim("pvc-dynamic")?.metadata.uid}`;
    expect(claim("pvc-dynamic")?.spec.volumeName).toBe(name);
    expect(volumes()).toHaveLength(1);
    expect(volumes()[0]).toMatchObject({
      metadata: { name, annotations: { "pv.kubernetes.io/provisioned-by": SUBDIR } },
      spec: {
        nfs: { server: "192.168.1.10", path: `/nfs_shared/dynamic-vol/default-pvc-dynamic-${name}` },
        persistentVolumeReclaimPolicy: "Delete",
        storageClassName: "managed-nfs-storage",
        capacity: { storage: "100Gi" },
        accessModes: ["ReadWriteMany"],
      },
      status: { phase: "Bound" },
    });
    const events = world.events("pvc-dynamic").map((event) => event.replace(/ x\d+$/, ""));
    expect(events).toEqual([
      expect.stringMatching(/^Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner/),
      'Normal Provisioning External provisioner is provisioning volume for claim "default/pvc-dynamic"',
      `Normal ProvisioningSucceeded Successfully provisioned volume ${name}`,
    ]);
    const [pod] = podsOf("deploy-pvc") as [Pod];
    ask(pod);
    const provisioner = podsOf("nfs-client-provisioner")[0] as Pod;
    const seen = (): string[] => exec(provisioner, "ls /persistentvolumes").split("\n").filter(Boolean);
    expect(seen()).toEqual([`default-pvc-dynamic-${name}`]);
    expect(exec(provisioner, `ls /persistentvolumes/default-pvc-dynamic-${name}`)).toBe(`audit_${pod.metadata.name}.log\n`);
    world.client.delete(DEPLOYMENTS, "deploy-pvc");
    world.run(40);
    world.client.delete(CLAIMS, "pvc-dynamic");
    world.run(30);
    expect([claim("pvc-dynamic"), volumes()]).toEqual([undefined, []]);
    expect(seen()).toEqual(left.map((text) => text.replace("PV", name)));
  });

  test("nobody makes a volume while no provisioner runs, and what waits is served when one comes", () => {
    const { world, apply, claim } = newer();
    world.create(subdirClass());
    apply("3.4.3/pvc-dynamic.yaml");
    world.run(60);
    expect(claim("pvc-dynamic")?.status?.phase).toBe("Pending");
    apply("3.4.3/nfs-subdir-external-provisioner.yaml");
    world.run(30);
    expect(claim("pvc-dynamic")?.status?.phase).toBe("Bound");
    expect(world.store.get("endpoints", "default", "k8s-sigs.io-nfs-subdir-external-provisioner")).toBeDefined();
  });

  test("the CSI driver's volumes are directories of the class's share", () => {
    const { world, apply, claim, volumes, podsOf, ask, exec } = newer();
    for (const [name, value] of [
      ["system-cluster-critical", 2_000_000_000],
      ["system-node-critical", 2_000_001_000],
    ] as const)
      world.create({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value });
    for (const node of world.store.list("nodes")) {
      const labels = { "kubernetes.io/os": "linux" };
      world.client.patch({ group: "", version: "v1", resource: "nodes", namespace: "" }, node.metadata.name ?? "", "merge", {
        metadata: { labels },
      });
    }
    apply("3.4.3/csi-driver-nfs-v4.12.1.yaml");
    apply("3.4.3/storageclass.yaml");
    world.run(30);
    apply("3.4.3/pvc-dynamic.yaml");
    apply("3.4.3/deploy-pvc.yaml");
    world.run(30);
    const name = `pvc-${claim("pvc-dynamic")?.metadata.uid}`;
    expect(volumes()[0]?.spec.csi).toMatchObject({
      driver: "nfs.csi.k8s.io",
      volumeHandle: `192.168.1.10#nfs_shared/dynamic-vol#${name}##`,
      volumeAttributes: { server: "192.168.1.10", share: "/nfs_shared/dynamic-vol", subdir: name },
    });
    const [one, two] = podsOf("deploy-pvc") as [Pod, Pod];
    ask(one);
    expect(exec(two, "ls /audit")).toBe(`audit_${one.metadata.name}.log\n`);
    expect(exec(two, "df /audit")).toContain(`192.168.1.10:/nfs_shared/dynamic-vol/${name}`);
    world.client.delete(DEPLOYMENTS, "deploy-pvc");
    world.run(40);
    world.client.delete(CLAIMS, "pvc-dynamic");
    world.run(30);
    expect(volumes()).toEqual([]);
  });

  test("an export of a machine that is not there cannot be mounted", () => {
    const { world } = newer();
    const volumes = [{ name: "v", nfs: { server: "10.3.243.101", path: "/ifs/kubernetes" } }];
    world.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "lost" },
      spec: { containers: [{ name: "c", image: "nginx:1.19" }], volumes },
    } as KubeObject);
    world.run(20);
    expect(world.events("lost").join("\n")).toContain("mount.nfs: Connection timed out");
  });
});
