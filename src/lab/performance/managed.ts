import type { Cluster } from "../../cluster/cluster.ts";
import type { LineContext } from "../compare/match-line.ts";
import { readTables } from "../tables.ts";
import { isShownFile, isStep, type TranscriptItem } from "../transcript.ts";

/** What marks a node as a control plane, by its age. */
const CONTROL_PLANE = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

/**
 * The reason for a node that the document's lists of all nodes are without: that of the control plane, where somebody else runs it (GKE, EKS, AKS).
 * None for a document that shows a control plane, or no list of nodes at all.
 */
export function managedExcuse(items: readonly TranscriptItem[], cluster: Cluster): NonNullable<LineContext["excuseLine"]> {
  const tables = items.flatMap((item) =>
    !isShownFile(item) && isStep(item) && /\bget\s+(?:no|nodes?)\s*(?:-o\s*=?\s*wide\s*)?$/.test(item.command)
      ? readTables(item.expected ?? [])
      : [],
  );
  const rows = tables.filter(({ columns }) => columns.includes("ROLES")).flatMap((table) => table.rows);
  const isOwn = rows.some(({ cells }) => /master|control/.test(`${cells["ROLES"] ?? ""} ${cells["NAME"] ?? ""}`));
  if (rows.length === 0 || isOwn) return () => undefined;
  const shown = new Set(rows.map(({ cells }) => cells["NAME"]));
  const hidden = new Set(
    cluster.store
      .list("nodes")
      .filter(({ metadata }) => CONTROL_PLANE.some((label) => metadata.labels?.[label] !== undefined))
      .map(({ metadata }) => metadata.name ?? "")
      .filter((name) => !shown.has(name)),
  );
  return (actual) => {
    const name = /^(?:node\/)?(\S+)\s/.exec(actual)?.[1];
    return name !== undefined && hidden.has(name)
      ? `the document's cluster has its control plane elsewhere: its lists of nodes are without ${name}`
      : undefined;
  };
}
