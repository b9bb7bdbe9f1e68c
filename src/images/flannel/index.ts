import { server } from "../image.ts";

/** flannel's image with its CNI plugin, which an init container copies to the node. */
export const flannelPlugin = server({
  name: "flannel-cni-plugin",
  userland: "busybox",
  ports: () => [],
  files: () => ({ "/flannel": "\u007fELF" }),
});
