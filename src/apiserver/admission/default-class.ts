import type { KubeObject } from "../../machinery/object.ts";
import { type AdmissionRequest, refusal } from "./plugin.ts";

/**
 * The name of the class that an annotation marks as the default. Where several are, older releases refuse with `tooMany` and newer
 * ones take the youngest.
 */
// plugin/pkg/admission/storage/storageclass/setdefault/admission.go, 1.20; kubernetes pull requests 110559 and 110974
export function pickDefault(
  request: AdmissionRequest,
  classes: readonly KubeObject[],
  annotations: readonly string[],
  tooMany: string,
): string | undefined {
  const defaults = classes.filter(({ metadata }) => annotations.some((key) => metadata.annotations?.[key] === "true"));
  if (defaults.length > 1 && !request.context.release.has("youngestDefaultClass"))
    throw refusal(request, `Internal error occurred: ${defaults.length} ${tooMany}`);
  return defaults.toSorted(youngestFirst)[0]?.metadata.name;
}

function youngestFirst({ metadata: left }: KubeObject, { metadata: right }: KubeObject): number {
  const [leftTime, rightTime] = [left.creationTimestamp ?? "", right.creationTimestamp ?? ""];
  if (leftTime !== rightTime) return leftTime < rightTime ? 1 : -1;
  return (left.name ?? "") < (right.name ?? "") ? -1 : 1;
}
