import { expect, test } from "bun:test";
import { createSession } from "../../../src/cluster/session.ts";
import { typeAtFreshMachines } from "../../support/terminals.ts";

const at = typeAtFreshMachines({ kubernetesVersion: "v1.18.4", seed: 3 }, [
  "kubectl create deployment web --image=sysnet4admin/echo-hname",
  "kubectl expose deployment web --port=80 --type=NodePort",
  "k8sim time settle",
]);
const text = (line: string): Promise<string> => at.text(line);
const address = async (): Promise<string> => `192.168.1.101:${await text("kubectl get svc web -o jsonpath='{.spec.ports[0].nodePort}'")}`;

test("a node's kubelet is stopped and started where one is", async () => {
  await text("ssh w1-k8s");
  expect(await text("systemctl stop kubelet; systemctl is-active kubelet")).toBe("inactive\n");
  expect(await text("systemctl status kubelet")).toContain("Active: inactive (dead) since ");
  await text("exit");
  expect(await text("sleep 60; kubectl get nodes w1-k8s --no-headers")).toMatch(/^w1-k8s +NotReady /);
  await text("ssh w1-k8s systemctl start kubelet");
  expect(await text("sleep 20; kubectl get nodes w1-k8s --no-headers")).toMatch(/^w1-k8s +Ready /);
  expect(await text("systemctl stop foo")).toBe("Failed to stop foo.service: Unit foo.service not loaded.\n");
  expect(await text("systemctl enable --now nfs; systemctl is-active nfs")).toBe(
    "Created symlink from /etc/systemd/system/multi-user.target.wants/nfs-server.service to /usr/lib/systemd/system/nfs-server.service.\nactive\n",
  );
  expect(at.terminal.run("systemctl restart docker")).rejects.toThrow("k8sim does not emulate a restart of docker");
});

test("the book's kube-proxy lab: a node without br_netfilter, and its reboot", async () => {
  const [pod = "", ip = "", node = ""] = (
    await text("kubectl get pods -o jsonpath='{.items[0].metadata.name} {.items[0].status.podIP} {.items[0].spec.nodeName}'")
  ).split(" ");
  await text(`ssh ${node}`);
  expect(await text("modprobe -r br_netfilter; systemctl restart network; lsmod | grep -c br_netfilter")).toBe("0\n");
  await text("exit");
  expect(await text(`curl -m 5 -s ${ip}; echo $?`)).toBe("28\n");
  await text(`ssh ${node}`);
  expect(await text("modprobe br_netfilter; reboot")).toBe(`Connection to ${node} closed by remote host.\nConnection to ${node} closed.\n`);
  await text("sleep 120; k8sim time settle");
  expect(await text(`kubectl get pod ${pod} --no-headers`)).toMatch(/ 1\/1 +Running +1 /);
});

test("minikube, kubens and kubectx answer what the cluster's state tells", async () => {
  const port = await text("kubectl get svc web -o jsonpath='{.spec.ports[0].nodePort}'");
  expect(await text("minikube ip; minikube service web --url")).toBe(`192.168.1.10\nhttp://192.168.1.10:${port}\n`);
  expect(await text("minikube status | head -3")).toBe("m-k8s\ntype: Control Plane\nhost: Running\n");
  expect(await text("minikube service nope --url -n kube-system; echo $?")).toContain(
    "Service 'nope' was not found in 'kube-system' namespace",
  );
  expect(await text("minikube service web")).toBe(
    [
      "|-----------|------|-------------|---------------------------|",
      "| NAMESPACE | NAME | TARGET PORT |            URL            |",
      "|-----------|------|-------------|---------------------------|",
      `| default   | web  |          80 | http://192.168.1.10:${port} |`,
      "|-----------|------|-------------|---------------------------|",
      "🎉  Opening service default/web in default browser...",
      "",
    ].join("\n"),
  );
  expect(await text("minikube kubectl -- get svc web -o name")).toBe("service/web\n");
  expect(await text("minikube start | tail -1")).toContain('kubectl is now configured to use "m-k8s" cluster');
  expect(at.terminal.run("minikube delete")).rejects.toThrow("the lab's minikube knows ip, status, service, kubectl and start");
  expect(await text("kubens | head -2")).toBe("default\nkube-node-lease\n");
  expect(await text("kubens kube-system; kubens -c; kubectl get svc -o name")).toBe(
    'Context "kubernetes-admin@kubernetes" modified.\nActive namespace is "kube-system".\nkube-system\nservice/kube-dns\n',
  );
  expect(await text("kubens nope; echo $?; kubens default > /dev/null")).toBe('error: no namespace exists with name "nope".\n1\n');
  expect(await text("kubectx; kubectx -c; kubectx nope")).toBe(
    'kubernetes-admin@kubernetes\nkubernetes-admin@kubernetes\nerror: no context exists with the name: "nope".\n',
  );
});

test("find walks a machine's files", async () => {
  await text("mkdir -p deep/er; touch deep/a.yaml deep/er/b.yaml deep/er/c.txt");
  expect(await text("find deep")).toBe("deep\ndeep/a.yaml\ndeep/er\ndeep/er/b.yaml\ndeep/er/c.txt\n");
  expect(await text("find deep -type f -name '*.yaml'; find deep -maxdepth 1 -type d")).toBe(
    "deep/a.yaml\ndeep/er/b.yaml\ndeep\ndeep/er\n",
  );
  expect(await text("find nope; echo $?")).toBe("find: ‘nope’: No such file or directory\n1\n");
  expect(at.terminal.run("find . -mtime 3")).rejects.toThrow("the lab's find knows -name");
});

test("what machines say of themselves", async () => {
  expect(await text("uname -r; hostname; cat /etc/hosts | tail -1")).toBe("3.10.0-1127.19.1.el7.x86_64\nm-k8s\n192.168.1.103 w3-k8s\n");
  expect(await text("grep PRETTY /etc/os-release")).toBe('PRETTY_NAME="CentOS Linux 7 (Core)"\n');
  expect(await text("free -m | sed -n 2p")).toMatch(/^Mem: +1837 /);
  expect(await text("modprobe nosuch")).toBe("modprobe: FATAL: Module nosuch not found.\n");
});

test("connections: wget, nc, telnet, ping", async () => {
  const port = await address();
  expect(await text(`wget -qO- ${port}; wget -q ${port} && cat index.html`)).toMatch(/^(web-\S+\n)\1$/);
  expect(await text("wget 192.168.1.101:30999; echo $?")).toContain(
    "Connecting to 192.168.1.101:30999... failed: Connection refused.\n4\n",
  );
  expect(await text("nc -zv 192.168.1.102 22; telnet 192.168.1.101 30999")).toBe(
    "Ncat: Version 7.50 ( https://nmap.org/ncat )\nNcat: Connected to 192.168.1.102:22.\nNcat: 0 bytes sent, 0 bytes received in 0.01 seconds.\nTrying 192.168.1.101...\ntelnet: connect to address 192.168.1.101: Connection refused\n",
  );
  expect(await text("ping -c 2 192.168.1.101 | tail -3 | head -1")).toContain("2 packets transmitted, 2 received, 0% packet loss");
  expect(
    await text("curl -sLO https://raw.githubusercontent.com/metallb/metallb/v0.13.9/config/manifests/metallb-native.yaml; ls *.yaml"),
  ).toBe("metallb-native.yaml\n");
});

test("repositories of labs are cloned, others are said to be unknown", async () => {
  expect(await text("git clone https://github.com/whatwant-school/kubernetes.git; ls kubernetes/05*/hands-on | tail -2")).toBe(
    "Cloning into 'kubernetes'...\nsvc-node-web-nodeport-v2.yaml\nsvc-web-node-et.yaml\n",
  );
  expect(
    await text(
      "git clone https://github.com/sysnet4admin/_Book_k8sInfra book; ls book/ch3/3.3.1; cd book/ch3; cat 3.3.1/nodeport.yaml | head -1",
    ),
  ).toBe("Cloning into 'book'...\nNodePort.yaml\nnodeport.yaml\napiVersion: v1\n");
  expect(at.terminal.run("git clone https://github.com/foo/bar")).rejects.toThrow("has no files of https://github.com/foo/bar");
});

test("a command has a time, jobs go on behind, and what was typed is remembered", async () => {
  expect(await text("timeout 3 sleep 10; echo $?; timeout 5 kubectl get pods -w --no-headers | wc -l")).toBe("124\n1\n");
  expect(await text("sleep 100 & jobs")).toBe("[1]+  Running                 sleep 100 &\n");
  expect(await text("kill %1; jobs; history 2")).toBe("    2  sleep 100 & jobs\n    3  kill %1; jobs; history 2\n");
  expect(await text("time sleep 2")).toMatch(/^\nreal\t0m2\.0\d\ds\n/);
});

test("nobody waits for ever", async () => {
  expect(await text("while true; do sleep 60; done & wait")).toBe("");
  expect(await text("(sleep 5; wait) & wait; echo done")).toBe("");
  expect(await text("kill %1; sleep 1 & wait; echo done")).toBe("done\n");
}, 30_000);

test("aliases hold over lines, from ~/.bashrc too", async () => {
  expect(await text("microk8s.kubectl get ns default --no-headers")).toMatch(/^default /);
  await text("alias kk='kubectl get'");
  expect(await text("kk svc web --no-headers")).toMatch(/^web /);
  expect(await text("echo 'alias kg=\"kubectl get\"' >> ~/.bashrc; source ~/.bashrc; complete -F __start_kubectl k")).toBe("");
  expect(await text("kg ns default --no-headers; unalias kg")).toMatch(/^default /);
  expect(await text("kg ns")).toBe("-bash: kg: command not found\n");
  expect(await text("source <(echo x=5); echo $x; cat <(echo a) <(echo b)")).toBe("5\na\nb\n");
});

test("root, by whatever way", async () => {
  expect(await text("sudo whoami; sudo -i; whoami")).toBe("root\n");
  expect(await text("exit")).toBe("logout\nroot\n");
  expect(await text("cd /tmp; su - root -c pwd; su nobody2")).toBe("/root\nsu: user nobody2 does not exist\n");
});

test("what is not emulated is said by name; what is nobody's is not found", async () => {
  for (const line of [
    "helm install x metallb/metallb",
    "python x.py",
    "iptables -t nat -L",
    "apt-get update",
    "yq .",
    "journalctl -u kubelet",
  ])
    expect([line, await at.terminal.run(line).catch((error: Error) => error.name)]).toEqual([line, "UnsupportedCommand"]);
  expect(await at.terminal.run("kubctl get pods")).toEqual({ text: "-bash: kubctl: command not found\n", exitCode: 127 });
  expect(await text("k8sim node nosuch down")).toStartWith('error: there is no node "nosuch"');
});

test("openssl makes random bytes, other ones each time, and says what it does not do", async () => {
  const key = await text("openssl rand -base64 128");
  expect(key).toMatch(/^(?:[A-Za-z0-9+/]{64}\n){2}[A-Za-z0-9+/]{43}=\n$/);
  expect(await text("openssl rand -base64 128")).not.toBe(key);
  expect(await text("openssl rand -hex 16")).toMatch(/^[0-9a-f]{32}\n$/);
  expect(await text("openssl rand 24 | wc -l").catch(String)).toMatch(/^\d+\n$/);
  expect(await text("openssl req -x509").catch(String)).toContain('knows "rand" alone, not "req"');
});

test("nobody at a terminal waits for a loop in its background: it goes on for hours", async () => {
  await text("while true; do curl -s 10.99.0.1; sleep 600; done > /dev/null 2>&1 &");
  const { driver } = at.machines;
  const [loop] = driver.jobs();
  await driver.passUntil(createSession(at.machines.cluster).now() + 3 * 3_600_000);
  expect(driver.jobs()).toContain(loop ?? 0);
  await text("kill %1");
});
