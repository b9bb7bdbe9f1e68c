import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rsaPrivateKey, rsaPublicKeyInfo } from "../../../src/base/rsa.ts";
import { clusterKey } from "../../../src/machinery/pki/authority.ts";
import { alternativeNames, issueCertificate } from "../../../src/machinery/pki/certificate.ts";
import { writeName } from "../../../src/machinery/pki/names.ts";
import { writePem } from "../../../src/machinery/pki/pem.ts";
import { type StartedCluster, startCluster } from "../../support/cluster.ts";

/** A certificate with its key for host names, as `kubectl create secret tls` would keep it. */
function certificateSecret(name: string, hosts: readonly string[]): string {
  const key = clusterKey(1, name);
  const owner = writeName({ commonName: hosts[0] ?? "", organization: ["Lab"] });
  const certificate = issueCertificate(
    {
      serial: 1n,
      issuer: owner,
      subject: owner,
      notBefore: Date.UTC(2026, 0, 1),
      notAfter: Date.UTC(2027, 0, 1),
      publicKeyInfo: rsaPublicKeyInfo(key),
      extensions: [alternativeNames({ dns: hosts, email: [], uris: [], addresses: [] })],
    },
    key,
  );
  const data = { "tls.crt": btoa(certificate), "tls.key": btoa(writePem("RSA PRIVATE KEY", rsaPrivateKey(key))) };
  return JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name }, type: "kubernetes.io/tls", data });
}

const RAW = "https://raw.githubusercontent.com/kubernetes/ingress-nginx";
const BOOK = "~/_Book_k8sInfra/ch3/3.3.2";

/** An ingress of one rule, of lines `/path Type service`. */
function ingressYaml(
  name: string,
  paths: readonly string[],
  extra: { className?: string; annotations?: Record<string, string>; host?: string } = {},
): string {
  const annotations = Object.entries(extra.annotations ?? {}).map(([key, value]) => `    ${key}: "${value}"`);
  return [
    "apiVersion: networking.k8s.io/v1",
    "kind: Ingress",
    "metadata:",
    `  name: ${name}`,
    ...(annotations.length > 0 ? ["  annotations:", ...annotations] : []),
    "spec:",
    ...(extra.className ? [`  ingressClassName: ${extra.className}`] : []),
    "  rules:",
    extra.host ? `  - host: ${extra.host}\n    http:` : "  - http:",
    "      paths:",
    ...paths.map((line) => {
      const [path, type, service] = line.split(" ");
      return `      - { path: ${path}, pathType: ${type}, backend: { service: { name: ${service}, port: { number: 80 } } } }`;
    }),
    "",
  ].join("\n");
}

describe("the book's lab 3.3.2 with 0.30.0", () => {
  let lab: StartedCluster;
  beforeAll(async () => {
    lab = await startCluster({ profile: "book", seed: 3 });
    for (const name of ["hname", "ip"]) await lab.run(`kubectl create deployment in-${name}-pod --image=sysnet4admin/echo-${name}`);
    await lab.run(`kubectl apply -f ${BOOK}/ingress-nginx.yaml`);
    await lab.run("sleep 60");
  }, 30_000);
  afterAll(() => lab.end());

  test("the controller runs under the name that everybody sees, and there is no webhook", async () => {
    expect(await lab.run("kubectl get pods -n ingress-nginx")).toMatch(/nginx-ingress-controller-5bb8fb4bb6-\w{5} +1\/1 +Running/);
    expect(await lab.run(`kubectl apply -f ${BOOK}/ingress-config.yaml`)).toBe("ingress.networking.k8s.io/ingress-nginx created\n");
    expect(await lab.run(`kubectl apply -f ${BOOK}/ingress.yaml`)).toBe("service/nginx-ingress-controller created\n");
    for (const [name, pods] of [
      ["hname-svc-default", "in-hname-pod"],
      ["ip-svc", "in-ip-pod"],
    ])
      await lab.run(`kubectl expose deployment ${pods} --name=${name} --port=80,443`);
    await lab.run("sleep 10");
  });

  test("paths lead to their services, by http and https", async () => {
    const [pod] = /in-hname-pod-8565c86448-\w{5}/.exec(await lab.run("kubectl get pods")) ?? [];
    const ip = /in-ip-pod\S+ .*?(172\.16\.\d+\.\d+)/.exec(await lab.run("kubectl get pods -o wide"))?.[1];
    expect(await lab.run("curl -s http://192.168.1.101:30100")).toBe(`${pod}\n`);
    expect(await lab.run("curl -s http://192.168.1.102:30100/anything")).toBe(`${pod}\n`);
    expect(await lab.run("curl -s http://192.168.1.103:30100/ip")).toBe(`request_method : GET | ip_dest: ${ip}\n`);
    expect(await lab.run("curl -s -k https://192.168.1.101:30101")).toBe(`${pod}\n`);
    expect(await lab.run("curl -s -k https://192.168.1.101:30101/ip")).toBe(`request_method : GET | ip_dest: ${ip}\n`);
    expect(await lab.run("curl -s http://192.168.1.101:30100/your-directory")).toContain("<h1>503 Service Temporarily Unavailable</h1>");
  });

  test("its address stays empty: it publishes a service that nobody makes", async () => {
    expect(await lab.run("kubectl get ingress")).toMatch(/ingress-nginx +<none> +\* +80 +\d+s\n/);
    expect(await lab.run("kubectl logs -n ingress-nginx deploy/nginx-ingress-controller")).toContain(
      ', err services "ingress-nginx" not found\n',
    );
    await lab.run("kubectl create service nodeport ingress-nginx -n ingress-nginx --tcp=80:80 --tcp=443:443");
    await lab.run("sleep 61");
    const cluster = await lab.run("kubectl get service -n ingress-nginx ingress-nginx -o jsonpath={.spec.clusterIP}");
    expect(await lab.run("kubectl get ingress")).toContain(cluster);
    expect(await lab.run("kubectl describe ingress")).toMatch(
      /CREATE .*Ingress default\/ingress-nginx\n.*UPDATE .*Ingress default\/ingress-nginx\n/,
    );
  });

  test("a pod that refuses is 502, after three attempts", async () => {
    await lab.run("kubectl expose deployment in-ip-pod --name=your-svc --port=80 --target-port=8081");
    await lab.run("sleep 10");
    expect(await lab.run("curl -s http://192.168.1.101:30100/your-directory")).toContain("<h1>502 Bad Gateway</h1>");
    expect(await lab.run("kubectl logs -n ingress-nginx deploy/nginx-ingress-controller --tail=1")).toMatch(
      / 502, 502, 502 [0-9a-f]{32}\n$/,
    );
  });

  test("no pods are 503; new ones are found within seconds", async () => {
    await lab.run("kubectl scale deployment in-hname-pod --replicas=0");
    await lab.run("sleep 10");
    expect(await lab.run("curl -s -o /dev/null -w '%{http_code}' http://192.168.1.101:30100")).toBe("503");
    await lab.run("kubectl scale deployment in-hname-pod --replicas=2");
    await lab.run("sleep 20");
    const names = new Set<string>();
    for (let count = 0; count < 8; count++) names.add(await lab.run("curl -s http://192.168.1.101:30100"));
    expect(names.size).toBe(2);
    expect(await lab.run("kubectl logs -n ingress-nginx deploy/nginx-ingress-controller --tail=1")).toMatch(
      /"GET \/ HTTP\/1\.1" 200 30 "-" "curl\/7\.29\.0" \d+ 0\.002 \[default-hname-svc-default-80\] \[\] 172\.16\.\d+\.\d+:80 30 0\.002 200 [0-9a-f]{32}\n$/,
    );
  });

  test("without its pod nobody answers", async () => {
    await lab.run("kubectl scale deployment nginx-ingress-controller -n ingress-nginx --replicas=0");
    await lab.run("sleep 30");
    expect(await lab.run("curl -s -S http://192.168.1.101:30100")).toContain("Connection refused");
  });
});

describe("the course's lab with v1.3.0", () => {
  let lab: StartedCluster;
  const fanOut = ingressYaml("ingress-node-web", ["/foo Prefix svc-node-web-v1", "/bar Prefix svc-node-web-v2"], {
    annotations: { "kubernetes.io/ingress.class": "nginx", "nginx.ingress.kubernetes.io/rewrite-target": "/" },
  });
  const files = {
    "fan-out.yaml": fanOut,
    "again.yaml": fanOut.replace("name: ingress-node-web", "name: again"),
    "classless.yaml": ingressYaml("classless", ["/classless Prefix svc-node-web-v1"]),
    "by-class.yaml": ingressYaml("by-class", ["/ Prefix svc-node-web-v1"], { className: "nginx", host: "web.example.com" }),
    "snippet.yaml": ingressYaml("snippet", ["/s Prefix svc-node-web-v1"], {
      className: "nginx",
      annotations: { "nginx.ingress.kubernetes.io/configuration-snippet": "more_set_headers 'X: y';" },
    }),
    "regex.yaml": ingressYaml("regex", ["/a( ImplementationSpecific svc-node-web-v1"], { className: "nginx", host: "r.example.com" }),
    "web-tls.json": certificateSecret("web-tls", ["web.example.com"]),
    "escape.yaml": ingressYaml("escape", ["/etc/passwd Prefix svc-node-web-v1"], { className: "nginx", host: "e.example.com" }),
  };
  let port = "";
  beforeAll(async () => {
    lab = await startCluster({ profile: "kubespray", seed: 3 }, files);
    for (const version of ["1", "2"]) {
      await lab.run(`kubectl create deployment rs-web-v${version} --image=whatwant/node-web:${version}.0 --replicas=3`);
      await lab.run(`kubectl expose deployment rs-web-v${version} --name=svc-node-web-v${version} --port=80 --target-port=8080`);
    }
    await lab.run("sleep 60");
  }, 30_000);
  afterAll(() => lab.end());

  test("installing: 19 lines, completed jobs, and a webhook that refuses until the controller is ready", async () => {
    const lines = await lab.run(`kubectl apply -f ${RAW}/controller-v1.3.0/deploy/static/provider/baremetal/deploy.yaml`);
    expect(lines.split("\n")).toHaveLength(20);
    const early = await lab.run("kubectl create -f fan-out.yaml");
    expect(early).toMatch(
      /^Error from server \(InternalError\): error when creating "fan-out\.yaml": Internal error occurred: failed calling webhook "validate\.nginx\.ingress\.kubernetes\.io": failed to call webhook: Post "https:\/\/ingress-nginx-controller-admission\.ingress-nginx\.svc:443\/networking\/v1\/ingresses\?timeout=10s": dial tcp 10\.233\.\d+\.\d+:443: connect: connection refused\n$/,
    );
    await lab.run("sleep 60");
    const pods = await lab.run("kubectl get pods -n ingress-nginx");
    expect(pods).toMatch(/ingress-nginx-admission-create-\w{5} +0\/1 +Completed +0/);
    expect(pods).toMatch(/ingress-nginx-admission-patch-\w{5} +0\/1 +Completed +[01]/);
    expect(pods).toMatch(/ingress-nginx-controller-77cb5dbf4d-\w{5} +1\/1 +Running +0/);
    expect(await lab.run("kubectl get secret -n ingress-nginx ingress-nginx-admission")).toMatch(/Opaque +3 /);
    const bundle = "kubectl get validatingwebhookconfiguration ingress-nginx-admission -o jsonpath={.webhooks[0].clientConfig.caBundle}";
    expect(await lab.run(bundle)).toBe(await lab.run("kubectl get secret -n ingress-nginx ingress-nginx-admission -o jsonpath={.data.ca}"));
    expect(await lab.run("kubectl get lease,configmap -n ingress-nginx")).toMatch(
      /lease\.coordination\.k8s\.io\/ingress-controller-leader +ingress-nginx-controller-/,
    );
    port = await lab.run("kubectl get service -n ingress-nginx ingress-nginx-controller -o jsonpath={.spec.ports[0].nodePort}");
  });

  test("fan-out by path, and the address of the node with the controller", async () => {
    expect(await lab.run("kubectl create -f fan-out.yaml")).toBe("ingress.networking.k8s.io/ingress-node-web created\n");
    await lab.run("sleep 65");
    expect(await lab.run(`curl -s http://192.168.100.201:${port}/foo`)).toMatch(/^You've hit rs-web-v1-\S+\n$/);
    expect(await lab.run(`curl -s http://192.168.100.201:${port}/bar`)).toMatch(/^You've hit rs-web-v2-\S+ \(Ver2\.0\)\n$/);
    expect(await lab.run(`curl -s http://192.168.100.201:${port}/`)).toContain("<hr><center>nginx</center>");
    const node = await lab.run(
      "kubectl get pods -n ingress-nginx -l app.kubernetes.io/component=controller -o jsonpath={.items[0].status.hostIP}",
    );
    expect(await lab.run("kubectl get ingresses -o wide")).toMatch(new RegExp(`ingress-node-web +<none> +\\* +${node} +80 +\\d+s`));
  });

  test("describe as printed in the course", async () => {
    const page = await lab.run("kubectl describe ingress ingress-node-web");
    expect(page).toContain('Default backend:  default-http-backend:80 (<error: endpoints "default-http-backend" not found>)\n');
    expect(page).toMatch(/ {14}\/foo {3}svc-node-web-v1:80 \((10\.233\.\d+\.\d+:8080,?){3}\)\n/);
    expect(page).toMatch(/ {2}Normal {2}Sync {4}\d+s \(x2 over \d+s\) {2}nginx-ingress-controller {2}Scheduled for sync\n/);
  });

  test("a path that another ingress has is refused", async () => {
    expect(await lab.run("kubectl create -f again.yaml")).toBe(
      'Error from server (BadRequest): error when creating "again.yaml": admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: host "_" and path "/foo" is already defined in ingress default/ingress-node-web\n',
    );
    expect(await lab.run("kubectl apply -f fan-out.yaml")).toContain("ingress.networking.k8s.io/ingress-node-web configured\n");
  });

  test("classes: by annotation, by class, and none", async () => {
    await lab.run("kubectl create -f by-class.yaml -f classless.yaml");
    await lab.run("sleep 65");
    const list = await lab.run("kubectl get ingress");
    expect(list).toMatch(/by-class +nginx +web\.example\.com +192\.168\.100\.20\d +80/);
    expect(list).toMatch(/classless +<none> +\* +80/);
    expect(await lab.run(`curl -s -H 'Host: web.example.com' http://192.168.100.202:${port}/x`)).toMatch(/^You've hit rs-web-v1-/);
    expect(await lab.run(`curl -s -o /dev/null -w '%{http_code}' http://192.168.100.202:${port}/classless`)).toBe("404");
    const log = await lab.run("kubectl logs -n ingress-nginx deploy/ingress-nginx-controller");
    expect(log).toContain(
      '"Ignoring ingress because of error while validating ingress class" ingress="default/classless" error="ingress does not contain a valid IngressClass"',
    );
    expect(log).toContain('"Found valid IngressClass" ingress="default/by-class" ingressclass="nginx"');
    expect(await lab.run("kubectl get events --field-selector involvedObject.name=classless")).toContain("No resources found");
  });

  test("what else the webhook refuses", async () => {
    const denied = 'admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: ';
    expect(await lab.run("kubectl create -f escape.yaml")).toContain(
      `${denied}invalid object: invalid rule in ingress default/escape: invalid http path: invalid value found: /etc/passwd\n`,
    );
    expect(await lab.run("kubectl create -f regex.yaml")).toContain(`${denied}\n${"-".repeat(79)}\nError: exit status 1\n`);
    await lab.run(
      'kubectl patch configmap -n ingress-nginx ingress-nginx-controller -p \'{"data":{"allow-snippet-annotations":"false"}}\'',
    );
    expect(await lab.run("kubectl create -f snippet.yaml")).toContain(
      `${denied}nginx.ingress.kubernetes.io/configuration-snippet annotation cannot be used. Snippet directives are disabled by the Ingress administrator\n`,
    );
  });

  test("a secret's certificate sends plain requests to https", async () => {
    await lab.run("kubectl create -f web-tls.json");
    await lab.run(
      'kubectl patch ingress by-class --type=merge -p \'{"spec":{"tls":[{"hosts":["web.example.com"],"secretName":"web-tls"}]}}\'',
    );
    await lab.run("sleep 10");
    const answer = await lab.run(`curl -s -i -H 'Host: web.example.com' http://192.168.100.202:${port}/x`);
    expect(answer).toContain("HTTP/1.1 308 Permanent Redirect\r\n");
    expect(answer).toContain("Location: https://web.example.com/x\r\n");
    const tlsPort = await lab.run("kubectl get service -n ingress-nginx ingress-nginx-controller -o jsonpath={.spec.ports[1].nodePort}");
    const shown = async (host: string): Promise<string> =>
      /subject: (.*)/.exec(await lab.run(`curl -s -k -v --resolve ${host}:${tlsPort}:192.168.100.202 https://${host}:${tlsPort}/x`))?.[1] ??
      "";
    expect(await shown("web.example.com")).toBe("O=Lab; CN=web.example.com");
    expect(await shown("other.example.com")).toBe("O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate");
  });

  test("a controller without its permissions", async () => {
    const count = "kubectl get events --field-selector involvedObject.name=by-class,reason=Sync -o jsonpath={.items[0].count}";
    const before = await lab.run(count);
    await lab.run("kubectl annotate ingress by-class changed=yes");
    expect(Number(await lab.run(count))).toBe(Number(before) + 1);
    await lab.run("kubectl delete clusterrolebinding,rolebinding -n ingress-nginx ingress-nginx");
    await lab.run("kubectl annotate ingress by-class changed=again --overwrite");
    await lab.run("sleep 70");
    expect(Number(await lab.run(count))).toBe(Number(before) + 1);
    expect(await lab.run("kubectl logs -n ingress-nginx deploy/ingress-nginx-controller")).toContain(
      'ingresses.networking.k8s.io is forbidden: User "system:serviceaccount:ingress-nginx:ingress-nginx" cannot list resource "ingresses" in API group "networking.k8s.io" at the cluster scope\n',
    );
    // What nginx runs with stays.
    expect(await lab.run(`curl -s http://192.168.100.201:${port}/foo`)).toMatch(/^You've hit rs-web-v1-/);
  });
});

describe("addresses with v1.8.0", () => {
  let lab: StartedCluster;
  const files = {
    "one.yaml": ingressYaml("one", ["/ Prefix web"], { className: "nginx" }),
    "loose.yaml": ingressYaml("loose", ["/loose Prefix web"]),
  };
  const address = (name: string): Promise<string> =>
    lab.run(`kubectl get ingress ${name} -o jsonpath={.status.loadBalancer.ingress[*].ip}`);
  const DEPLOYMENT = "deployment ingress-nginx-controller -n ingress-nginx";
  const withFlag = (flag: string): Promise<string> =>
    lab.run(
      `kubectl patch ${DEPLOYMENT} --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"${flag}"}]'`,
    );
  const leader = (): Promise<string> =>
    lab.run("kubectl get lease -n ingress-nginx ingress-nginx-leader -o jsonpath={.spec.holderIdentity}");

  beforeAll(async () => {
    lab = await startCluster({ profile: "kubespray", seed: 5 }, files);
    await lab.run(`kubectl apply -f ${RAW}/controller-v1.8.0/deploy/static/provider/baremetal/deploy.yaml`);
    await lab.run("sleep 90");
    await lab.run("kubectl create -f one.yaml -f loose.yaml");
    await lab.run("sleep 61");
  }, 30_000);
  afterAll(() => lab.end());

  test("that of the controller's node, for its own ingresses alone", async () => {
    const node = await lab.run(
      "kubectl get pods -n ingress-nginx -l app.kubernetes.io/component=controller -o jsonpath={.items[0].status.hostIP}",
    );
    expect(await address("one")).toBe(node);
    expect(await address("loose")).toBe("");
  });

  test("those of all nodes with a ready controller, within a minute; one process leads", async () => {
    await lab.run(`kubectl scale ${DEPLOYMENT} --replicas=2`);
    await lab.run("sleep 90");
    const nodes = await lab.run(
      "kubectl get pods -n ingress-nginx -l app.kubernetes.io/component=controller -o jsonpath={.items[*].status.hostIP}",
    );
    expect((await address("one")).split(" ")).toEqual([...new Set(nodes.split(" "))].toSorted());
    expect(await lab.run("kubectl get events --field-selector involvedObject.name=one -o jsonpath={.items[0].count}")).toMatch(/^[45]$/);
  });

  test("the lock of a leader that is gone without a word holds for 30 seconds", async () => {
    const before = await leader();
    await lab.run(`kubectl delete pod -n ingress-nginx ${before} --force --grace-period=0`);
    await lab.run("sleep 20");
    expect(await leader()).toBe(before);
    await lab.run("sleep 15");
    const after = await leader();
    expect(after).not.toBe(before);
    expect(await lab.run("kubectl get lease -n ingress-nginx ingress-nginx-leader -o jsonpath={.spec.leaseTransitions}")).toBe("1");
    expect(await lab.run(`kubectl logs -n ingress-nginx ${after}`)).toContain(`"New leader elected" identity="${after}"`);
  });

  test("the last controller takes them back", async () => {
    await lab.run(`kubectl scale ${DEPLOYMENT} --replicas=1`);
    await lab.run("sleep 90");
    expect(await address("one")).not.toBe("");
    await lab.run(`kubectl scale ${DEPLOYMENT} --replicas=0`);
    await lab.run("sleep 2");
    expect(await address("one")).toBe("");
    await lab.run("sleep 30");
  });

  test("a service's, where one is published; classes or none", async () => {
    await withFlag("--publish-service=$(POD_NAMESPACE)/ingress-nginx-controller");
    await withFlag("--watch-ingress-without-class=true");
    await lab.run(`kubectl scale ${DEPLOYMENT} --replicas=1`);
    await lab.run("sleep 120");
    const cluster = await lab.run("kubectl get service -n ingress-nginx ingress-nginx-controller -o jsonpath={.spec.clusterIP}");
    expect([await address("one"), await address("loose")]).toEqual([cluster, cluster]);
    await lab.run('kubectl patch service -n ingress-nginx ingress-nginx-controller -p \'{"spec":{"externalIPs":["192.168.100.250"]}}\'');
    await lab.run("sleep 61");
    expect(await address("one")).toBe("192.168.100.250");
  });

  test("a service that is not there ends the controller", async () => {
    await lab.run("kubectl delete service -n ingress-nginx ingress-nginx-controller");
    await lab.run("kubectl delete pods -n ingress-nginx -l app.kubernetes.io/component=controller");
    await lab.run("sleep 40");
    const pods = await lab.run("kubectl get pods -n ingress-nginx -l app.kubernetes.io/component=controller");
    expect(pods).toMatch(/0\/1 +(CrashLoopBackOff|Error)/);
    expect(await lab.run("kubectl logs -n ingress-nginx deploy/ingress-nginx-controller")).toContain(
      'No service with name ingress-nginx-controller found in namespace ingress-nginx: services "ingress-nginx-controller" not found\n',
    );
  });
});
