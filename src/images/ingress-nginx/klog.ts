import { goQuote } from "../../base/go-format.ts";
import { appendLog } from "../access-log.ts";
import { klogStamp } from "../klog-stamp.ts";
import type { ContainerView } from "../view.ts";
import { processKey } from "./controller-view.ts";
import type { ControllerRelease } from "./release.ts";

/** Where in its source the controller says something: in 0.30, 1.3 and 1.8. */
const PLACES = {
  accepted: ["main.go:83", "main.go:100", "main.go:110"],
  acquired: ["leaderelection.go:252", "leaderelection.go:258", "leaderelection.go:255"],
  apiClient: ["main.go:193", "main.go:230", "main.go:209"],
  attempting: ["leaderelection.go:242", "leaderelection.go:248", "leaderelection.go:245"],
  changed: ["controller.go:137", "controller.go:167", "controller.go:190"],
  clientConfig: ["client_config.go:543", "client_config.go:617", "client_config.go:617"],
  cluster: ["main.go:237", "main.go:274", "main.go:253"],
  event: ["event.go:281", "event.go:285", "event.go:285"],
  exiting: ["main.go:163", "main.go:187", "sigterm.go:47"],
  fakeCertificate: ["main.go:102", "main.go:104", "main.go:104"],
  forbiddenStatus: ["status.go:278", "status.go:303", "status.go:304"],
  handledQuit: ["main.go:160", "main.go:184", "sigterm.go:44"],
  ignored: ["store.go:348", "store.go:425", "store.go:429"],
  initialSync: ["controller.go:162", "controller.go:195", "controller.go:218"],
  listFailed: ["reflector.go:153", "reflector.go:138", "reflector.go:148"],
  newLeader: ["status.go:86", "status.go:84", "status.go:84"],
  noEndpoint: ["controller.go:899", "controller.go:1111", "controller.go:1209"],
  noNode: ["main.go:47", "main.go:49", "main.go:49"],
  noService: ["controller.go:812", "controller.go:1016", "controller.go:1102"],
  noServiceObject: ["controller.go:820", "controller.go:1024", "controller.go:1118"],
  nginx: ["nginx.go:307", "nginx.go:301", "nginx.go:304"],
  nginxStopped: ["nginx.go:420", "nginx.go:406", "nginx.go:409"],
  notReady: ["status.go:0", "status.go:214", "status.go:215"],
  queues: ["nginx.go:391", "nginx.go:377", "nginx.go:380"],
  refused: ["main.go:79", "main.go:89", "main.go:99"],
  reloaded: ["controller.go:153", "controller.go:184", "controller.go:207"],
  removing: ["status.go:136", "status.go:130", "status.go:131"],
  requeuing: ["queue.go:130", "queue.go:130", "queue.go:130"],
  secretAdded: ["store.go:420", "store.go:577", "store.go:588"],
  sigterm: ["main.go:152", "main.go:176", "sigterm.go:36"],
  starting: ["nginx.go:263", "nginx.go:258", "nginx.go:261"],
  status: ["status.go:274", "status.go:299", "status.go:300"],
  stoppingNginx: ["nginx.go:407", "nginx.go:393", "nginx.go:396"],
  stoppingWebhook: ["nginx.go:399", "nginx.go:385", "nginx.go:388"],
  tlsCertificate: ["ssl.go:528", "ssl.go:531", "ssl.go:533"],
  valid: ["store.go:0", "store.go:429", "store.go:433"],
  webhook: ["nginx.go:327", "nginx.go:321", "nginx.go:324"],
} as const;

/** Something that a controller says in its log. */
export type Said = keyof typeof PLACES;

/** A process that logs. */
export interface Speaker {
  readonly view: ContainerView;
  readonly release: ControllerRelease;
}

/** Adds a line as klog writes it: `I1120 10:00:00.123456       7 main.go:230] text`. */
export function say({ view, release }: Speaker, level: "E" | "I" | "W", said: Said, text: string): void {
  appendLog(view, klogLine(release, view.now, nextMicros(view), level, said, text));
}

/** The virtual clock knows milliseconds; within one, a line comes some microseconds behind the one before. */
function nextMicros(view: ContainerView): number {
  const key = `${processKey(view)}/last-line`;
  const last = view.memory.get(key) as { at: number; micros: number } | undefined;
  const micros = Math.min(999, last?.at === view.now ? last.micros + 17 : 42);
  view.memory.set(key, { at: view.now, micros });
  return micros;
}

/** The same with a message and its values, in the form of releases that log so: `"message" key="value"`. */
export function sayValues(
  speaker: Speaker,
  level: "E" | "I",
  said: Said,
  message: string,
  values: Readonly<Record<string, unknown>>,
): void {
  say(speaker, level, said, structured(message, values));
}

function structured(message: string, values: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(values).map(
    ([key, value]) => `${key}=${typeof value === "string" ? goQuote(value) : JSON.stringify(value)}`,
  );
  return [goQuote(message), ...pairs].join(" ");
}

const PID_WIDTH = 7;

function klogLine(release: ControllerRelease, now: number, micros: number, level: string, said: Said, text: string): string {
  const [old, middle, newer] = PLACES[said];
  const place = !release.has("structuredLog") ? old : release.has("leaseLockAlone") ? newer : middle;
  const pid = (release.has("structuredLog") ? "7" : "6").padStart(PID_WIDTH + 1);
  return `${level}${klogStamp(now, micros)}${pid} ${place}] ${text}`;
}
