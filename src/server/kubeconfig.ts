/** A kubeconfig for clients of `k8sim serve`, with the names that kubeadm gives. */
export function serveKubeconfig(url: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    server: ${url}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
preferences: {}
users:
- name: kubernetes-admin
  user: {}
`;
}
