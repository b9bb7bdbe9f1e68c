import { afterAll, beforeAll, expect, test } from "bun:test";
import { createMachines } from "../../../src/shell/machines.ts";
import { openTerminal, type Terminal } from "../../../src/shell/terminal.ts";
import { createMould, type Mould } from "../../support/bench-cluster.ts";

let mould: Mould;
let terminal: Terminal;

beforeAll(async () => {
  mould = await createMould({ kubernetesVersion: "v1.18.4", seed: 3 }, [
    "kubectl create deployment web --image=sysnet4admin/echo-hname",
    "kubectl scale deployment web --replicas=2",
    "kubectl expose deployment web --port=80 --type=NodePort",
    "k8sim time settle",
  ]);
  terminal = openTerminal(createMachines(await mould.fresh()));
}, 60_000);
afterAll(() => mould.end());

const text = async (line: string): Promise<string> => (await terminal.run(line)).text;

test("commands are joined by pipes, substitutions and loops", async () => {
  expect(await text("k get pods --no-headers | awk '{print $3}' | sort | uniq -c")).toBe("      2 Running\n");
  expect(await text('for p in $(kubectl get pods -o name | head -1); do echo "${p%%-*}"; done')).toBe("pod/web\n");
  expect(await text("kubectl get pods | grep -c web; echo $?")).toBe("2\n0\n");
  expect(await text("kubectl get nosuch 2>/dev/null || echo failed")).toBe("failed\n");
});

test("manifests come through here-documents and files", async () => {
  expect(await text("cat <<EOF | kubectl apply -f -\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\nEOF")).toBe(
    "configmap/one created\n",
  );
  expect(
    await text("mkdir -p d; cd d; kubectl create cm two --dry-run=client -o yaml > cm.yaml; kubectl create -f cm.yaml; cd ..; ls d"),
  ).toBe("configmap/two created\ncm.yaml\n");
  expect(await text("sed -i s/two/three/ d/cm.yaml && kubectl create -f d/cm.yaml")).toBe("configmap/three created\n");
});

test("kubectl edit runs a line of sed as its editor; what asks for more is said by name", async () => {
  const edit = (line: string) => text(`KUBE_EDITOR="${line}" kubectl edit configmap edited`);
  await text("kubectl create configmap edited --from-literal=key=old");
  expect(await edit("sed -i s/old/new/")).toBe("configmap/edited edited\n");
  expect(await edit("sed -i 's/: new/: newer/'")).toBe("configmap/edited edited\n");
  expect(await text("kubectl get configmap edited -o jsonpath='{.data.key}'")).toBe("newer");
  expect(await edit("nosuch")).toBe('error: unable to launch the editor "nosuch"\n');
  expect(await edit("kubectl version 'x'")).toBe("error: an editor's or diff's line with \"kubectl\" is not emulated in labs\n");
});

test("a script on the disk runs; an endless loop ends when enough was printed", async () => {
  const [port] = (await text("kubectl get svc web -o jsonpath='{.spec.ports[0].nodePort}'")).split("\n");
  await text(`printf 'i=0\\nwhile true; do sleep 1; i=$((i+1)); echo "$i $(curl --silent 192.168.1.101:${port})"; done\\n' > req.sh`);
  const { text: printed, exitCode } = await terminal.run("bash req.sh", { ends: (soFar) => soFar.split("\n").length > 3 });
  expect(exitCode).toBeUndefined();
  expect(
    printed
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/web-\w+-\w+/, "POD")),
  ).toEqual(["1 POD", "2 POD", "3 POD"]);
});

test("processes in the background go on while others sleep", async () => {
  expect(await text("(sleep 3; echo late) & echo early; sleep 5; echo last")).toBe("early\nlate\nlast\n");
  expect(await text("sleep 2 & wait; echo done")).toBe("done\n");
});

test("a watch without an end is interrupted", async () => {
  const { text: printed, exitCode } = await terminal.run("kubectl get pods -w", { ends: (soFar) => soFar.split("\n").length > 2 });
  expect(exitCode).toBeUndefined();
  expect(printed).toContain("Running");
  expect(await terminal.run("kubectl get pods -w >/dev/null")).toEqual({ text: "", exitCode: undefined });
  expect(await text("echo $?")).toBe("130\n");
});

test("what is not emulated is said by name", () => {
  expect(terminal.run("tcpdump -i any")).rejects.toThrow('the lab\'s shell does not know the program "tcpdump" yet');
});
