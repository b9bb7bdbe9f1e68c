/** Media types of the patches that a kind takes; custom resources know no strategic merge. */
export function patchMediaTypes(hasStrategic: boolean): string[] {
  const types = ["json-patch+json", "merge-patch+json", ...(hasStrategic ? ["strategic-merge-patch+json"] : []), "apply-patch+yaml"];
  return types.map((type) => `application/${type}`);
}
