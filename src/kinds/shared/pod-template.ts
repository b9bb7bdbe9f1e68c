import type { PodTemplateSpec } from "../core/pod/types.ts";
import type { TableColumn } from "../../machinery/table.ts";
import { wideColumn } from "./columns.ts";

/** The columns that `-o wide` adds for what a template runs. */
export const CONTAINERS: TableColumn = wideColumn("Containers");
export const IMAGES: TableColumn = wideColumn("Images");
export const SELECTOR: TableColumn = wideColumn("Selector");

/** The cells for {@link CONTAINERS} and {@link IMAGES}: comma-joined, no blanks. */
export function containerCells(template: PodTemplateSpec | undefined): [names: string, images: string] {
  const containers = template?.spec.containers ?? [];
  return [containers.map(({ name }) => name).join(","), containers.map(({ image = "" }) => image).join(",")];
}
