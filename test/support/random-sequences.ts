import fc from "fast-check";

const name = fc.constantFrom("d0", "d1", "d2");
const pod = fc.constantFrom("p0", "p1");
const worker = fc.constantFrom("w1-k8s", "w2-k8s", "w3-k8s");
const image = fc.constantFrom("nginx", "nginx:1.19", "sysnet4admin/echo-hname", "httpd:2.4", "busybox", "nosuch/image", "polinux/stress");
const count = fc.nat(6);

function line(...parts: (fc.Arbitrary<number | string> | string)[]): fc.Arbitrary<string> {
  return fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part))).map((words) => words.join(""));
}

/** Command lines of a user who does not always know what is there. Some of them fail, as a user's do. */
const command: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: line("kubectl create deployment ", name, " --image=", image) },
  { weight: 4, arbitrary: line("kubectl scale deployment ", name, " --replicas=", count) },
  { weight: 2, arbitrary: line("kubectl expose deployment ", name, " --port=80 --type=NodePort --name=", fc.constantFrom("s0", "s1")) },
  { weight: 2, arbitrary: line("kubectl delete deployment ", name) },
  { weight: 1, arbitrary: line("kubectl delete deployment ", name, " --cascade=false --wait=false") },
  { weight: 1, arbitrary: line("kubectl delete service ", fc.constantFrom("s0", "s1")) },
  { weight: 2, arbitrary: line("kubectl set image deployment/", name, " '*=", image, "'") },
  { weight: 2, arbitrary: line("kubectl run ", pod, " --image=", image, " --labels=app=", name) },
  { weight: 1, arbitrary: line("kubectl delete pod ", pod, " --wait=false") },
  { weight: 1, arbitrary: line("kubectl delete pod ", pod, " --grace-period=0 --force") },
  { weight: 1, arbitrary: line("kubectl delete pods -l app=", name, " --wait=false") },
  { weight: 1, arbitrary: line("kubectl label pods -l app=", name, " app=", name, " --overwrite") },
  { weight: 1, arbitrary: line("kubectl rollout undo deployment/", name) },
  { weight: 1, arbitrary: line("kubectl rollout restart deployment/", name) },
  { weight: 1, arbitrary: line("kubectl rollout pause deployment/", name) },
  { weight: 1, arbitrary: line("kubectl autoscale deployment ", name, " --min=2 --max=4") },
  { weight: 1, arbitrary: line("kubectl create quota q --hard=pods=", count) },
  { weight: 1, arbitrary: line("kubectl delete quota q") },
  {
    weight: 2,
    arbitrary: line("kubectl create poddisruptionbudget b --selector=app=", name, " --min-available=", fc.constantFrom("1", "2", "50%")),
  },
  { weight: 1, arbitrary: line("kubectl delete pdb b") },
  { weight: 2, arbitrary: line("kubectl drain ", worker, " --ignore-daemonsets --force --timeout=20s") },
  { weight: 1, arbitrary: line("kubectl uncordon ", worker) },
  { weight: 1, arbitrary: line("kubectl taint nodes ", worker, " a=b:", fc.constantFrom("NoSchedule", "NoExecute"), " --overwrite") },
  {
    weight: 1,
    arbitrary: line("kubectl create job ", fc.constantFrom("j0", "j1"), " --image=busybox -- sh -c 'sleep 2; exit ", fc.nat(1), "'"),
  },
  { weight: 1, arbitrary: line("kubectl delete job ", fc.constantFrom("j0", "j1"), " --wait=false") },
  { weight: 1, arbitrary: line("kubectl delete all --all --wait=false") },
  { weight: 3, arbitrary: line("k8sim time advance ", fc.integer({ min: 1, max: 20 }), "s") },
  { weight: 1, arbitrary: fc.constant("k8sim time advance 100s") },
);

/** Sequences of such lines. */
export const sequences: fc.Arbitrary<string[]> = fc.array(command, { minLength: 2, maxLength: 6 });
