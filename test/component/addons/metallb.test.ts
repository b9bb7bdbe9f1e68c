import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

// Whole clusters: a busy machine takes its time.
setDefaultTimeout(60_000);

const RAW = "https://raw.githubusercontent.com/metallb/metallb";
const configMap = (range: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { namespace: metallb-system, name: config }
data:
  config: |
${range.replace(/^/gm, "    ")}
`;
const layer2 = (range: string): string => configMap(`address-pools:\n- name: p\n  protocol: layer2\n  addresses:\n  - ${range}`);

const service = (name: string, more = "", annotations = ""): string => `apiVersion: v1
kind: Service
metadata: { name: ${name}, annotations: { ${annotations} } }
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80, nodePort: 0 }]
  ${more}
`;

/** A cluster with MetalLB of a version and three pods behind label app=web. */
async function labWith(
  version: string,
  files: Record<string, string> = {},
  options: Parameters<typeof startCluster>[0] = {},
): Promise<StartedCluster> {
  const lab = await startCluster(options, files);
  const isNative = !/^v0\.(8|9|12)\./.test(version);
  if (/^v0\.(9|12)\./.test(version)) await lab.run(`kubectl apply -f ${RAW}/${version}/manifests/namespace.yaml`);
  await lab.run(`kubectl apply -f ${RAW}/${version}/${isNative ? "config/manifests/metallb-native.yaml" : "manifests/metallb.yaml"}`);
  await lab.run("kubectl create deployment web --image=nginx");
  await lab.run("kubectl scale deployment web --replicas=3");
  await lab.run("k8sim time advance 60s");
  return lab;
}

/** EXTERNAL-IP of services, by name. */
async function addresses(lab: StartedCluster): Promise<Record<string, string>> {
  const lines = (await lab.run("kubectl get services --no-headers")).trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(/\s+/)).map(([name = "", , , external = ""]) => [name, external]));
}

/** `Reason Message` of a service's events. */
async function events(lab: StartedCluster, name: string): Promise<string[]> {
  const text = await lab.run(
    `kubectl get events --field-selector involvedObject.name=${name} -o custom-columns=R:.reason,M:.message --no-headers`,
  );
  return text
    .trim()
    .split("\n")
    .map((line) => line.replace(/\s+/, " ").trim());
}

describe("the book's lab 3.3.4", () => {
  test("two services get .11 and .12, a third .13, a fourth waits until one is gone", async () => {
    const lab = await labWith("v0.8.3");
    try {
      expect(await lab.run("kubectl get pods -n metallb-system --no-headers")).toMatch(/^(?:\S+ +1\/1 +Running .*\n){5}$/);
      await lab.run("kubectl expose deployment web --type=LoadBalancer --name=early --port=80");
      expect((await addresses(lab))["early"]).toBe("<pending>");
      expect(await lab.run("kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.4/metallb-l2config.yaml")).toBe("configmap/config created\n");
      for (const name of ["second", "third", "fourth"]) {
        await lab.run(`kubectl expose deployment web --type=LoadBalancer --name=${name} --port=80`);
      }
      const given = await addresses(lab);
      expect(given).toMatchObject({ early: "192.168.1.11", second: "192.168.1.12", third: "192.168.1.13", fourth: "<pending>" });
      expect(await events(lab, "fourth")).toEqual(['AllocationFailed Failed to allocate IP for "default/fourth": no available IPs']);
      await lab.run("kubectl delete service second");
      expect((await addresses(lab))["fourth"]).toBe("192.168.1.12");
      const [assigned, announced] = await events(lab, "early");
      expect(assigned).toBe('IPAllocated Assigned IP "192.168.1.11"');
      expect(announced).toMatch(/^nodeAssigned announcing from node "w\d-k8s"$/);
      expect(await lab.run("curl -s --from pc 192.168.1.11")).toContain("Welcome to nginx!");
    } finally {
      lab.end();
    }
  });

  test("a range that is in use is not taken away; new pods know the new one", async () => {
    const files = { "one.yaml": layer2("192.168.1.11-192.168.1.13"), "two.yaml": layer2("192.168.1.21-192.168.1.23") };
    const lab = await labWith("v0.8.3", files);
    try {
      await lab.run("kubectl apply -f one.yaml");
      await lab.run("kubectl expose deployment web --type=LoadBalancer --name=one --port=80");
      expect(await lab.run("kubectl apply -f two.yaml")).toBe("configmap/config configured\n");
      await lab.run("kubectl expose deployment web --type=LoadBalancer --name=two --port=80");
      expect(await addresses(lab)).toMatchObject({ one: "192.168.1.11", two: "192.168.1.12" });
      expect(await lab.run("kubectl logs -n metallb-system deploy/controller")).toContain(
        String.raw`new config not compatible with assigned IPs: service \"default/one\" cannot own \"192.168.1.11\" under new config`,
      );
      await lab.run("kubectl delete pods --all -n metallb-system");
      await lab.run("k8sim time advance 30s");
      expect(await addresses(lab)).toMatchObject({ one: "192.168.1.21", two: "192.168.1.22" });
    } finally {
      lab.end();
    }
  });

  test("a wrong configuration leaves the old one in force", async () => {
    const files = { "good.yaml": layer2("192.168.1.11-192.168.1.13"), "bad.yaml": layer2("192.168.1.31-nowhere") };
    const lab = await labWith("v0.8.3", files);
    try {
      await lab.run("kubectl apply -f good.yaml");
      await lab.run("kubectl apply -f bad.yaml");
      await lab.run("kubectl expose deployment web --type=LoadBalancer --name=one --port=80");
      expect((await addresses(lab))["one"]).toBe("192.168.1.11");
      const log = await lab.run("kubectl logs -n metallb-system deploy/controller");
      expect(log).toContain(
        String.raw`"configmap":"metallb-system/config","error":"parsing address pool #1: invalid CIDR \"192.168.1.31-nowhere\" in pool \"p\"","event":"configStale","msg":"config (re)load failed, config marked stale"`,
      );
    } finally {
      lab.end();
    }
  });

  test("without its role's permission the controller does nothing", async () => {
    const lab = await labWith("v0.8.3", { "one.yaml": layer2("192.168.1.11-192.168.1.13") });
    try {
      await lab.run("kubectl delete clusterrolebinding metallb-system:controller");
      await lab.run("kubectl apply -f one.yaml");
      await lab.run("kubectl expose deployment web --type=LoadBalancer --name=one --port=80");
      await lab.run("k8sim time advance 30s");
      expect((await addresses(lab))["one"]).toBe("<pending>");
      await lab.run(
        "kubectl create clusterrolebinding metallb-system:controller --clusterrole=metallb-system:controller --serviceaccount=metallb-system:controller",
      );
      await lab.run("k8sim time advance 60s");
      expect((await addresses(lab))["one"]).toBe("192.168.1.11");
    } finally {
      lab.end();
    }
  });
});

describe("what a service asks for", () => {
  const pools = configMap(`address-pools:
- name: first
  protocol: layer2
  addresses: [192.168.1.0/30]
  avoid-buggy-ips: true
- name: second
  protocol: layer2
  auto-assign: false
  addresses: [192.168.1.50/31]`);

  test("addresses, pools and neighbours", async () => {
    const shared = "metallb.universe.tf/allow-shared-ip: k";
    const files = {
      "pools.yaml": pools,
      "any.yaml": service("any"),
      "asks.yaml": service("asks", "loadBalancerIP: 192.168.1.50"),
      "taken.yaml": service("taken", "loadBalancerIP: 192.168.1.1"),
      "outside.yaml": service("outside", "loadBalancerIP: 10.9.9.9"),
      "pooled.yaml": service("pooled", "", "metallb.universe.tf/address-pool: second"),
      "nopool.yaml": service("nopool", "", "metallb.universe.tf/address-pool: third"),
      "a.yaml": service("a", "loadBalancerIP: 192.168.1.2", shared),
      "b.yaml": service("b", "loadBalancerIP: 192.168.1.2", shared).replace("port: 80", "port: 81"),
      "c.yaml": service("c", "loadBalancerIP: 192.168.1.2", shared),
    };
    const lab = await labWith("v0.8.3", files);
    try {
      await lab.run("kubectl apply -f pools.yaml");
      for (const name of ["any", "asks", "taken", "outside", "pooled", "nopool", "a", "b", "c"])
        await lab.run(`kubectl apply -f ${name}.yaml`);
      expect(await addresses(lab)).toMatchObject({
        any: "192.168.1.1",
        asks: "192.168.1.50",
        taken: "<pending>",
        outside: "<pending>",
        pooled: "192.168.1.51",
        nopool: "<pending>",
        a: "192.168.1.2",
        b: "192.168.1.2",
        c: "<pending>",
      });
      const failed = async (name: string) => (await events(lab, name))[0]?.replace(/^.*?": /, "");
      expect(await failed("taken")).toBe(`can't change sharing key for "default/taken", address also in use by default/any`);
      expect(await failed("outside")).toBe('"10.9.9.9" is not allowed in config');
      expect(await failed("nopool")).toBe('unknown pool "third"');
      expect(await failed("c")).toBe('port TCP/80 is already in use on "192.168.1.2"');
      await lab.run(`kubectl patch service any -p '{"spec":{"type":"ClusterIP","ports":[{"port":80,"nodePort":null}]}}'`);
      expect((await addresses(lab))["any"]).toBe("<none>");
      expect(await lab.run("kubectl get service any -o jsonpath={.status}")).toBe("map[loadBalancer:map[]]");
    } finally {
      lab.end();
    }
  });
});

test("v0.12.1 makes its speakers' secret, and takes its leave without a trace but the address", async () => {
  const lab = await labWith("v0.12.1", { "one.yaml": layer2("192.168.1.11-192.168.1.13") }, { kubernetesVersion: "v1.23.7" });
  try {
    expect(await lab.run("kubectl get pods -n metallb-system --no-headers")).toMatch(/^(?:\S+ +1\/1 +Running .*\n){5}$/);
    await lab.run("kubectl apply -f one.yaml");
    await lab.run("kubectl expose deployment web --type=LoadBalancer --name=one --port=80");
    await lab.run("kubectl annotate service one metallb.universe.tf/loadBalancerIPs=192.168.1.13");
    expect((await events(lab, "one")).filter((line) => line.startsWith("IPAllocated"))).toEqual([
      'IPAllocated Assigned IP ["192.168.1.11"]',
      'IPAllocated Assigned IP ["192.168.1.13"]',
    ]);
    expect(await events(lab, "one")).toContainEqual(expect.stringMatching(/^nodeAssigned announcing from node "\S+"$/));
    expect(await lab.run("k8sim curl -s --from pc -o /dev/null -w '%{http_code}' 192.168.1.13")).toBe("200");
    await lab.run(`kubectl delete -f ${RAW}/v0.12.1/manifests/metallb.yaml`);
    await lab.run(`kubectl delete -f ${RAW}/v0.12.1/manifests/namespace.yaml`);
    expect(await lab.run("kubectl get namespace metallb-system")).toBe(
      'Error from server (NotFound): namespaces "metallb-system" not found\n',
    );
    expect((await addresses(lab))["one"]).toBe("192.168.1.13");
    expect(await lab.run("k8sim curl -s -S --from pc 192.168.1.13")).toContain("No route to host");
  } finally {
    lab.end();
  }
});

describe("custom resources", () => {
  const resources = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lb-pool, namespace: metallb-system }
spec: { addresses: [192.168.100.240-192.168.100.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lb, namespace: metallb-system }
spec: { ipAddressPools: [lb-pool] }
`;

  test("the course's lab: v0.13.4 on kubespray", async () => {
    const lab = await labWith("v0.13.4", { "lb.yaml": resources }, { profile: "kubespray" });
    try {
      expect(await lab.run("kubectl create -f lb.yaml")).toBe(
        "ipaddresspool.metallb.io/lb-pool created\nl2advertisement.metallb.io/lb created\n",
      );
      await lab.run("kubectl expose deployment web --type=LoadBalancer --name=svc-lb --port=80");
      await lab.run("k8sim time advance 199s");
      const described = await lab.run("kubectl describe service svc-lb");
      expect(described).toContain("LoadBalancer Ingress:     192.168.100.240\n");
      expect(described).toMatch(/Normal {2}IPAllocated +3m19s +metallb-controller {2}Assigned IP \["192\.168\.100\.240"\]\n/);
      expect(described).toMatch(
        /Normal {2}nodeAssigned {2}\S+ \(x25 over 3m19s\) +metallb-speaker +announcing from node "master" with protocol "layer2"\n/,
      );
      expect(await lab.run("kubectl get secrets -n metallb-system --no-headers")).toMatch(
        /memberlist +Opaque +1 .*\n(?:.*\n)*webhook-server-cert +Opaque +4 /,
      );
    } finally {
      lab.end();
    }
  });

  test("a pool without an advertisement gives addresses that nobody announces", async () => {
    const [pool = "", advertisement = ""] = resources.split("---\n");
    const lab = await labWith(
      "v0.13.9",
      { "pool.yaml": pool, "l2.yaml": advertisement },
      { profile: "metallb-013", kubernetesVersion: "v1.26.0" },
    );
    try {
      await lab.run("kubectl create -f pool.yaml");
      await lab.run("kubectl expose deployment web --type=LoadBalancer --name=one --port=80");
      expect((await addresses(lab))["one"]).toBe("192.168.100.240");
      expect(await events(lab, "one")).toEqual(['IPAllocated Assigned IP ["192.168.100.240"]']);
      expect(await lab.run("kubectl describe service one")).toContain(
        "Annotations:              metallb.universe.tf/ip-allocated-from-pool: lb-pool\n",
      );
      await lab.run("kubectl create -f l2.yaml");
      expect((await events(lab, "one"))[1]).toMatch(/^nodeAssigned announcing from node "\S+" with protocol "layer2"$/);
      expect(await lab.run("kubectl get ipaddresspools -n metallb-system")).toBe(
        'NAME      AUTO ASSIGN   AVOID BUGGY IPS   ADDRESSES\nlb-pool   true          false             ["192.168.100.240-192.168.100.250"]\n',
      );
    } finally {
      lab.end();
    }
  });
});

test("v0.15.3 on the second edition's cluster: objects tell who announces, and the control plane never does", async () => {
  const range = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: k8s-svc-pool, namespace: metallb-system }
spec: { addresses: [192.168.1.11-192.168.1.99] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: layer2-mode, namespace: metallb-system }
`;
  const lab = await labWith("v0.15.3", { "range.yaml": range }, { profile: "book-2nd" });
  try {
    await lab.run("kubectl apply -f range.yaml");
    await lab.run("kubectl expose deployment web --type=LoadBalancer --name=lb-svc --port=80");
    // facts/metallb.md 7: by its hash cp-k8s would lead
    expect(await events(lab, "lb-svc")).toEqual([
      'IPAllocated Assigned IP ["192.168.1.11"]',
      'nodeAssigned announcing from node "w1-k8s" with protocol "layer2"',
    ]);
    expect(await lab.run("kubectl get servicel2statuses -n metallb-system --no-headers")).toMatch(/^l2-\w{5} +w1-k8s +lb-svc +default\n$/);
    expect(await lab.run("kubectl get ipaddresspool k8s-svc-pool -n metallb-system -o jsonpath={.status}")).toBe(
      '{"assignedIPv4":1,"assignedIPv6":0,"availableIPv4":88,"availableIPv6":0}',
    );
    expect(await lab.run("kubectl describe service lb-svc")).toContain("metallb.io/ip-allocated-from-pool: k8s-svc-pool\n");
    await lab.run("kubectl delete service lb-svc");
    expect(await lab.run("kubectl get servicel2statuses -n metallb-system")).toBe("No resources found in metallb-system namespace.\n");
  } finally {
    lab.end();
  }
});

describe("webhooks", () => {
  const pool = (name: string, range: string, namespace = "metallb-system"): string =>
    `apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { addresses: [${range}] }\n`;
  const files = {
    "good.yaml": pool("good", "192.168.1.16-192.168.1.31"),
    "bad.yaml": pool("bad", "192.168.1.9-192.168.1.5"),
    "over.yaml": pool("over", "192.168.1.24-192.168.1.31"),
    "away.yaml": pool("away", "192.168.2.0/24", "default"),
  };
  const hook = 'admission webhook "ipaddresspoolvalidationwebhook.metallb.io" denied the request';
  // facts/metallb.md 5
  const refusals = {
    bad: 'parsing address pool bad: invalid CIDR "192.168.1.9-192.168.1.5" in pool "bad": invalid IP range "192.168.1.9-192.168.1.5": start IP "192.168.1.9" is after the end IP "192.168.1.5"',
    over: 'CIDR "192.168.1.24/29" in pool "over" overlaps with already defined CIDR "192.168.1.16/28"',
    away: "resource must be created in metallb-system namespace",
  };

  test.each([
    ["v0.13.9", "v1.23.7", (why: string) => why],
    ["v0.15.3", "v1.30.1", () => "Forbidden"],
  ])("%s refuses in its words", async (version, kubernetesVersion, reason) => {
    const lab = await labWith(version, files, { kubernetesVersion });
    try {
      expect(await lab.run("kubectl create -f good.yaml")).toBe("ipaddresspool.metallb.io/good created\n");
      for (const [name, why] of Object.entries(refusals)) {
        expect(await lab.run(`kubectl create -f ${name}.yaml`)).toBe(
          `Error from server (${reason(why)}): error when creating "${name}.yaml": ${hook}: ${why}\n`,
        );
      }
    } finally {
      lab.end();
    }
  });

  test("nobody answers before the controller is ready", async () => {
    const lab = await startCluster({ kubernetesVersion: "v1.23.7" }, files);
    try {
      await lab.run(`kubectl apply -f ${RAW}/v0.13.9/config/manifests/metallb-native.yaml`);
      await lab.run("k8sim time advance 1s");
      expect(await lab.run("kubectl get pods -n metallb-system --no-headers")).toMatch(/speaker-\S+ +0\/1 +ContainerCreating/);
      expect(await lab.run("kubectl get events -n metallb-system")).toContain(
        'MountVolume.SetUp failed for volume "memberlist" : secret "memberlist" not found',
      );
      expect(await lab.run("kubectl create -f good.yaml")).toMatch(
        /^Error from server \(InternalError\): error when creating "good\.yaml": Internal error occurred: failed calling webhook "ipaddresspoolvalidationwebhook\.metallb\.io": failed to call webhook: Post "https:\/\/webhook-service\.metallb-system\.svc:443\/validate-metallb-io-v1beta1-ipaddresspool\?timeout=10s": dial tcp 10\.\S+:443: connect: connection refused\n$/,
      );
      await lab.run("k8sim time advance 60s");
      expect(await lab.run("kubectl get pods -n metallb-system --no-headers")).toMatch(/^(?:\S+ +1\/1 +Running .*\n){5}$/);
      expect(await lab.run("kubectl create -f good.yaml")).toBe("ipaddresspool.metallb.io/good created\n");
    } finally {
      lab.end();
    }
  });
});
