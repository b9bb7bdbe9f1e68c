import { describe, expect, test } from "bun:test";
import { uncoveredRules } from "../../../../src/machinery/rbac/rule-covers.ts";

describe("uncoveredRules", () => {
  const pods = { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] };

  test("gives what is missing, one verb and one thing each", () => {
    expect(uncoveredRules([pods], [{ ...pods, verbs: ["get", "watch"] }])).toEqual([
      { verbs: ["watch"], apiGroups: [""], resources: ["pods"] },
    ]);
  });

  test("stars cover everything, of subresources too", () => {
    const all = { apiGroups: ["*"], resources: ["*/scale"], verbs: ["*"] };
    expect(uncoveredRules([all], [{ apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["update"] }])).toEqual([]);
    const deep = { apiGroups: [""], resources: ["a/b/c"], verbs: ["get"] };
    expect(uncoveredRules([{ ...deep, resources: ["*/b/c"] }], [deep])).toEqual([]);
    expect(uncoveredRules([{ ...deep, resources: ["*/b"] }], [deep])).toHaveLength(1);
    expect(uncoveredRules([all], [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["update"] }])).toHaveLength(1);
  });

  test("a rule for one name covers no other", () => {
    const named = { ...pods, resourceNames: ["web"] };
    expect(uncoveredRules([named], [{ ...pods, verbs: ["get"], resourceNames: ["web", "db"] }])).toEqual([
      { verbs: ["get"], apiGroups: [""], resources: ["pods"], resourceNames: ["db"] },
    ]);
    expect(uncoveredRules([named], [{ ...pods, verbs: ["get"] }])).toHaveLength(1);
  });

  test("URLs are covered by prefix", () => {
    const urls = { nonResourceURLs: ["/healthz/*"], verbs: ["get"] };
    expect(uncoveredRules([urls], [{ nonResourceURLs: ["/healthz/ping", "/metrics"], verbs: ["get"] }])).toEqual([
      { verbs: ["get"], nonResourceURLs: ["/metrics"] },
    ]);
    const stars = { nonResourceURLs: ["/a**"], verbs: ["get"] };
    expect(uncoveredRules([stars], [{ nonResourceURLs: ["/ab", "/a*"], verbs: ["get"] }])).toEqual([]);
  });
});
