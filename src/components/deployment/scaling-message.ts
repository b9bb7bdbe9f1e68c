import type { ScalingEventForm } from "../../release/rows/controllers.ts";

/** Text of the event about a replica set that got another size. */
export function scalingMessage(form: ScalingEventForm, direction: string, name: string, from: number, to: number): string {
  const what = `Scaled ${direction} replica set ${name}`;
  if (form === "to") return `${what} to ${to}`;
  return form === "to-from" ? `${what} to ${to} from ${from}` : `${what} from ${from} to ${to}`;
}

/** Text of the event about a replica set that was made with that many replicas: only the newest form tells where from. */
export function creationMessage(form: ScalingEventForm, name: string, to: number): string {
  return scalingMessage(form === "to-from" ? "to" : form, "up", name, 0, to);
}
