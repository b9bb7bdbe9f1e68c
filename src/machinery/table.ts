import type { Json } from "../base/json.ts";
import type { KubeObject } from "./object.ts";

/** metav1.TableColumnDefinition. Priority 0 is always shown, above 0 only with `-o wide`. */
export interface TableColumn {
  name: string;
  type: string;
  format: string;
  description: string;
  priority: number;
}

/** metav1.TableRow. `object` is what kubectl sorts, filters and names by. */
export interface TableRow {
  cells: Json[];
  object: KubeObject;
}

/** metav1.Table: the server makes it, the client lays it out. */
export interface Table {
  kind: "Table";
  apiVersion: string;
  metadata: { resourceVersion?: string; selfLink?: string; continue?: string; remainingItemCount?: number };
  columnDefinitions: TableColumn[];
  rows: TableRow[];
}
