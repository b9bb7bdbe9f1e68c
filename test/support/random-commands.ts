/** A small generator of its own, so that the commands are the same in every run. */
function generator(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
}

/** Arguments of k8sim that a user may type in any order; some of them fail, as a user's do. */
export function randomCommands(seed: number, count: number): string[][] {
  const random = generator(seed);
  const name = () => `d${random(4)}`;
  const image = () => ["nginx", "sysnet4admin/echo-hname", "sysnet4admin/echo-ip", "httpd:2.4"][random(4)] ?? "nginx";
  const makers: (() => string[])[] = [
    () => ["kubectl", "create", "deployment", name(), `--image=${image()}`],
    () => ["kubectl", "scale", "deployment", name(), `--replicas=${random(6)}`],
    () => ["kubectl", "expose", "deployment", name(), "--port=80", "--type=NodePort", `--name=s${random(4)}`],
    () => ["kubectl", "delete", "deployment", name()],
    () => ["kubectl", "delete", "service", `s${random(4)}`],
    () => ["kubectl", "set", "image", `deployment/${name()}`, `*=${image()}`],
    () => ["kubectl", "get", "pods", "-o", "wide"],
    () => ["kubectl", "get", "all"],
    () => ["kubectl", "get", "events"],
    () => ["kubectl", "get", "endpoints", "-o", "yaml"],
    () => ["kubectl", "describe", "deployment", name()],
    () => ["kubectl", "run", `p${random(3)}`, `--image=${image()}`],
    () => ["kubectl", "delete", "pod", `p${random(3)}`],
    () => ["kubectl", "label", "deployment", name(), `tier=t${random(3)}`, "--overwrite"],
    () => ["time", "advance", `${1 + random(30)}s`],
    () => ["time", "settle"],
  ];
  return Array.from({ length: count }, () => makers[random(makers.length)]?.() ?? []);
}
