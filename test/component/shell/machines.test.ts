import { expect, test } from "bun:test";
import { createMachines } from "../../../src/shell/machines.ts";
import { openTerminal } from "../../../src/shell/terminal.ts";
import { createMould } from "../../support/bench-cluster.ts";
import { typeAtFreshMachines } from "../../support/terminals.ts";

const at = typeAtFreshMachines({ kubernetesVersion: "v1.18.4", seed: 3 });
const text = (line: string): Promise<string> => at.text(line);

test("ssh opens a shell on another machine, exit leaves it and what waited goes on", async () => {
  expect(at.terminal.prompt).toBe("[root@m-k8s ~]# ");
  expect(await at.terminal.run("ssh w1-k8s; echo back $?")).toEqual({ text: "", exitCode: 0 });
  expect(at.terminal.prompt).toBe("[root@w1-k8s ~]# ");
  expect(await text("cd /tmp; hostname > name; cat name")).toBe("w1-k8s\n");
  expect(at.terminal.place).toEqual({ user: "root", host: "w1-k8s", directory: "/tmp" });
  expect(await text("false; exit")).toBe("logout\nConnection to w1-k8s closed.\nback 1\n");
  expect(at.terminal.prompt).toBe("[root@m-k8s ~]# ");
  expect(await text("cat /tmp/name")).toBe("cat: /tmp/name: No such file or directory\n");
  expect(await text("ssh root@192.168.1.101 cat /tmp/name")).toBe("w1-k8s\n");
});

test("shells nest, and one terminal's files are another's on the same machine", async () => {
  await text("ssh w1-k8s");
  await text("ssh w2-k8s");
  await text("bash");
  expect(at.terminal.place.host).toBe("w2-k8s");
  await text("echo two > /root/file");
  expect(await text("exit 3")).toBe("exit\n");
  expect(await text("echo $?; exit")).toBe("3\nlogout\nConnection to w2-k8s closed.\n");
  expect(at.terminal.place.host).toBe("w1-k8s");
  expect((await openTerminal(at.machines, { machine: "w2-k8s" }).run("cat file")).text).toBe("two\n");
});

test("what is typed into a program is no shell's", async () => {
  expect((await at.terminal.run("read x; echo got $x", { stdin: "yes\n" })).text).toBe("got yes\n");
  expect((await at.terminal.run("ssh w1-k8s", { stdin: "hostname\n" })).text).toBe("w1-k8s\n");
  expect(at.terminal.place.host).toBe("m-k8s");
  expect(await text("echo hostname | ssh w3-k8s")).toBe("w3-k8s\n");
});

test("ssh says in its own words that nobody is there", async () => {
  expect(await text("ssh w9-k8s; echo $?")).toBe("ssh: Could not resolve hostname w9-k8s: Name or service not known\n255\n");
  await text("k8sim node w2-k8s down");
  const before = Number(await text("date +%s"));
  expect(await text("ssh w2-k8s")).toBe("ssh: connect to host w2-k8s port 22: No route to host\n");
  expect(Number(await text("date +%s")) - before).toBeGreaterThanOrEqual(3);
});

test("scp copies both ways and says nothing", async () => {
  await text("mkdir d; echo a > d/a; echo b > b");
  expect(await text("scp b w1-k8s:; scp -r d root@w1-k8s:/tmp; ssh w1-k8s ls /root /tmp/d")).toBe("/root:\nb\n\n/tmp/d:\na\n");
  expect(await text("scp w1-k8s:/tmp/d/a ./c && cat c; scp w1-k8s:nosuch .")).toBe("a\nscp: nosuch: No such file or directory\n");
  expect(await text("scp d w1-k8s:/x; echo $?")).toBe("scp: d: not a regular file\n1\n");
});

test("an editor saves what who plays the lab says", async () => {
  const editor = (_path: string, content: string): string => content.replace("one", "two");
  await text("echo one > f; kubectl create configmap c --from-literal=key=one");
  await text("vi f");
  expect(await text("cat f")).toBe("one\n");
  await at.terminal.run("vi f", { editor });
  expect(await text("cat f")).toBe("two\n");
  expect(await text("kubectl edit configmap c")).toBe("Edit cancelled, no changes made.\n");
  expect((await at.terminal.run("kubectl edit configmap c", { editor })).text).toBe("configmap/c edited\n");
  expect(await text("kubectl get configmap c -o jsonpath='{.data.key}'")).toBe("two");
});

test("a worker's kubectl knows no cluster before it is given the control plane's configuration", async () => {
  await text("ssh w3-k8s");
  const refused = "The connection to the server localhost:8080 was refused - did you specify the right host or port?\n";
  expect(await text("kubectl get nodes -o name")).toBe(refused);
  await text("scp root@192.168.1.10:/etc/kubernetes/admin.conf .");
  expect(await text("kubectl get nodes -o name --kubeconfig admin.conf | head -1")).toBe("node/m-k8s\n");
  expect(await text("kubectl get nodes -o name")).toBe(refused);
  await text("mkdir -p ~/.kube; scp m-k8s:.kube/config ~/.kube/config");
  expect(await text("kubectl get nodes -o name | tail -1")).toBe("node/w3-k8s\n");
});

test("the second edition's control plane node has the aliases that its installer writes", async () => {
  expect((await at.terminal.run("k get nodes -o name | head -1")).text).toBe("node/m-k8s\n");
  const second = await createMould({ profile: "book-2nd", seed: 3 }, []);
  try {
    const typed = openTerminal(createMachines(await second.fresh()));
    expect((await typed.run("ka ~/_Book_k8sInfra/ch3/3.3.1/NodePort.yaml; kd ~/_Book_k8sInfra/ch3/3.3.1/NodePort.yaml")).text).toBe(
      'service/np-svc created\nservice "np-svc" deleted\n',
    );
    expect((await typed.run("kg-po-ip-stat-no -n kube-system | head -1")).text).toMatch(/^NAME +IP +STATUS +NODE\n$/);
  } finally {
    second.end();
  }
});

test("a shell in a container has that image's programs and the container's files", async () => {
  await text("kubectl run nginx-pod --image=nginx:1.15.12; k8sim time settle");
  expect(await at.terminal.run("kubectl exec -it nginx-pod -- /bin/bash")).toEqual({ text: "", exitCode: 0 });
  expect(at.terminal.prompt).toBe("root@nginx-pod:/# ");
  expect(at.terminal.place.host).toBe("nginx-pod");
  expect(await text("cat /run/nginx.pid; hostname")).toBe("1\nnginx-pod\n");
  expect(await text("cd /usr/share/nginx/html; x=5; for i in 1 2; do echo $((x+i)); done > index.html")).toBe("");
  expect(at.terminal.prompt).toBe("root@nginx-pod:/usr/share/nginx/html# ");
  expect(await text("curl -s localhost; kubectl")).toBe("6\n7\nbash: kubectl: command not found\n");
  const before = Number(await text("date +%s"));
  expect(await text("sleep 20; exit 3")).toBe("exit\ncommand terminated with exit code 3\n");
  expect(at.terminal.prompt).toBe("[root@m-k8s ~]# ");
  expect(Number(await text("date +%s")) - before).toBeGreaterThanOrEqual(20);
  expect(await text("kubectl exec -it nginx-pod -- sh; echo never")).toBe("");
  expect(at.terminal.prompt).toBe("# ");
  expect(await text("kill 1")).toBe("command terminated with exit code 137\nnever\n");
  await text("sleep 3");
  expect(await text("kubectl get pod nginx-pod --no-headers")).toMatch(/^nginx-pod +1\/1 +Running +1 /);
});

test("run -it joins the shell that is the pod, and --rm takes the pod away behind it", async () => {
  expect(await text("kubectl run -it --rm bb --image=busybox --restart=Never -- sh")).toBe(
    "If you don't see a command prompt, try pressing enter.\n",
  );
  expect(at.terminal.prompt).toBe("/ # ");
  expect(await text("echo in $(hostname)")).toBe("in bb\n");
  expect(await text("exit")).toBe('pod "bb" deleted\n');
  expect(await text("kubectl get pods")).toBe("No resources found in default namespace.\n");
});
