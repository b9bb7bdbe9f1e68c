// What index.ts loads when a pod is changed or described.
export { defaultPod } from "./defaults.ts";
export { podDescribe } from "./describe.ts";
export { podGracePeriod, preparePodForCreate } from "./prepare.ts";
export { validatePod, validatePodUpdate } from "./validate.ts";
export { podWarnings } from "./warnings.ts";
