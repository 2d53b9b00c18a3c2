import { CATEGORIES } from "../../memory/trace.ts";
import { COLOURS } from "../svg.ts";
import type { Band } from "./chart-data.ts";

const TENSORS: ReadonlySet<Band> = new Set<Band>([...CATEGORIES, "activations + workspace + temporary"]);

/** Whether the band is of tensors, and not of what the allocator and the driver take beside them. */
export function isTensor(band: Band): boolean {
  return TENSORS.has(band);
}

/** The colour of a part in every chart of the page. */
export function colourOf(band: Band): string {
  return band === "activations + workspace + temporary" ? COLOURS.temporary : COLOURS[band];
}
