/**
 * Short names for kubectl's commands that readers have from their shell's plugin and never define: those of oh-my-zsh's `kubectl`. `k` is known
 * everywhere; what the book's installer defines (`ka`) stands in its profile.
 */
const PLUGIN: Readonly<Record<string, string>> = {
  kaf: "kubectl apply -f",
  kdel: "kubectl delete",
  kdelf: "kubectl delete -f",
  kdeld: "kubectl delete deployment",
  kdelp: "kubectl delete pods",
  kdels: "kubectl delete svc",
  kdd: "kubectl describe deployment",
  kdno: "kubectl describe node",
  kdp: "kubectl describe pods",
  kds: "kubectl describe svc",
  ked: "kubectl edit deployment",
  kep: "kubectl edit pods",
  kes: "kubectl edit svc",
  keti: "kubectl exec -t -i",
  kga: "kubectl get all",
  kgaa: "kubectl get all --all-namespaces",
  kgcm: "kubectl get configmaps",
  kgd: "kubectl get deployment",
  kgds: "kubectl get daemonset",
  kgi: "kubectl get ingress",
  kgno: "kubectl get nodes",
  kgns: "kubectl get namespaces",
  kgp: "kubectl get pods",
  kgpa: "kubectl get pods --all-namespaces",
  kgpvc: "kubectl get pvc",
  kgpw: "kubectl get pods --watch",
  kgpwide: "kubectl get pods -o wide",
  kgrs: "kubectl get replicaset",
  kgs: "kubectl get svc",
  kgsec: "kubectl get secret",
  kgss: "kubectl get statefulset",
  kgswide: "kubectl get svc -o wide",
  kl: "kubectl logs",
  klf: "kubectl logs -f",
  kpf: "kubectl port-forward",
  krh: "kubectl rollout history",
  krsd: "kubectl rollout status deployment",
  kru: "kubectl rollout undo",
  ksd: "kubectl scale deployment",
};

/** The command behind such a name; undefined for all other commands. */
export function withoutAlias(command: string): string | undefined {
  const [, name = "", rest = ""] = /^(\w+)((?:\s[\s\S]*)?)$/.exec(command) ?? [];
  return Object.hasOwn(PLUGIN, name) ? `${PLUGIN[name] ?? ""}${rest}` : undefined;
}
