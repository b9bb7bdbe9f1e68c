import { afterEach, expect, test } from "bun:test";
import { sha1Hex } from "../../../src/base/sha1.ts";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

let lab: StartedCluster;
afterEach(() => lab.end());

test("the book's 3.5.1: a changed ConfigMap rolls out who asks for it, and nobody else", async () => {
  lab = await startCluster({ profile: "book-2nd", seed: 5 });
  const base = "_Book_k8sInfra/ch3/3.5.1";
  expect(await lab.run(`kubectl apply -f ${base}/reloader-1.0.41.yaml`)).toBe(
    [
      "serviceaccount/reloader-reloader created",
      "clusterrole.rbac.authorization.k8s.io/reloader-reloader-role created",
      "clusterrolebinding.rbac.authorization.k8s.io/reloader-reloader-role-binding created",
      "deployment.apps/reloader-reloader created",
      "",
    ].join("\n"),
  );
  await lab.run("kubectl create configmap sleepy-config --from-literal=STATUS=asleep --from-literal=NOTE=one");
  await lab.run(
    `kubectl apply -f ${base}/reloader/configMapRef-reloader.yaml; kubectl create deploy other --image=nginx; k8sim time settle; k8sim time advance 30s`,
  );
  expect(await lab.run("kubectl get pods -l app=reloader-reloader --no-headers | awk '{print $2, $3}'")).toBe("1/1 Running\n");
  await lab.run(
    `kubectl create configmap sleepy-config --from-literal=STATUS=awake --from-literal=NOTE=two -o yaml --dry-run=client | kubectl apply -f -; k8sim time advance 60s`,
  );
  expect(await lab.run("kubectl get deploy configmapref -o jsonpath='{.spec.template.spec.containers[0].env}'")).toBe(
    `[{"name":"STAKATER_SLEEPY_CONFIG_CONFIGMAP","value":"${sha1Hex("NOTE=two;STATUS=awake")}"}]`,
  );
  expect(await lab.run("kubectl logs deploy/configmapref")).toBe("sleepy awake\nNOTE: two\n");
  expect(await lab.run("kubectl get rs --no-headers | awk '$1 ~ /configmapref|other/ {print $2}' | sort")).toBe("0\n1\n1\n");
  const said =
    "Changes detected in 'sleepy-config' of type 'CONFIGMAP' in namespace 'default', Updated 'configmapref' of type 'Deployment' in namespace 'default'";
  expect(await lab.run("kubectl logs deploy/reloader-reloader | tail -1")).toContain(`level=info msg="${said}"\n`);
  expect(await lab.run("kubectl describe deploy configmapref | grep Reloaded")).toMatch(
    /Normal +Reloaded +\S+ +reloader-configMaps +Changes detected/,
  );
  // The same again changes nothing; without its pod nobody looks.
  await lab.run(
    "kubectl annotate configmap sleepy-config a=b; kubectl scale deploy reloader-reloader --replicas=0; k8sim time advance 60s",
  );
  await lab.run(`kubectl patch configmap sleepy-config -p '{"data":{"NOTE":"three"}}'; k8sim time advance 60s`);
  expect(await lab.run("kubectl get rs --no-headers | grep -c configmapref")).toBe("2\n");
}, 30_000);
