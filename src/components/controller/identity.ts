/** The User-Agent's first word, and so the field manager, of every controller. */
export const CONTROLLER_MANAGER = "kube-controller-manager";

/** The user that kubeadm's controller manager gives each of its controllers (--use-service-account-credentials). */
export function controllerUser(name: string): string {
  return `system:serviceaccount:kube-system:${name}`;
}
