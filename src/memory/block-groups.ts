import { type Bytes, bytes } from "./bytes.ts";
import type { Category } from "./trace.ts";

/**
 * How a block's place in the code is known: by the line that asked for it; by the line whose backward did; or not,
 * because it was there before the recording, or nothing was recorded of it. `rest` sums up the smaller groups.
 */
export const ORIGINS = ["code", "backward", "before", "unknown", "rest"] as const;
export type Origin = (typeof ORIGINS)[number];

/** A line of Python. */
export type Line = { readonly file: string; readonly line: number; readonly function: string };

/** The line to show; where there is none `file` and `function` are empty and `line` is 0. */
export type Place = Line & {
  /** The innermost line of a library that it called, as `timm/layers/mlp.py:45 in forward`; empty where there is none. */
  readonly library: string;
};

export const NO_PLACE: Place = { file: "", line: 0, function: "", library: "" };

/** A block that is alive at the peak, and what is known of its birth. */
export type BlockAtPeak = Place & {
  readonly bytes: Bytes;
  readonly origin: Origin;
  readonly category: Category | null;
  /** PyTorch's name of the operator, as `aten::addmm`; empty where it is not known. */
  readonly operator: string;
  /** As `named_modules()` spells it; empty outside of one, or where it is not known. */
  readonly module: string;
};

/** Blocks of one place, operator and category. Where they are of modules that differ in numbers, these are `*`. */
export type BlockGroup = BlockAtPeak & { readonly count: number };

/** The most groups that are shown, beside one of the rest. */
export const MOST_GROUPS = 20;

/** The largest groups first, of equal ones the older, and the rest in one: their bytes add up to those of `blocks`, and so do their counts. */
export function groupBlocks(blocks: Iterable<BlockAtPeak>): BlockGroup[] {
  const groups = new Map<string, Mutable<BlockGroup>>();
  for (const block of blocks) {
    const key = keyOf(block);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { ...block, count: 1 });
      continue;
    }
    group.bytes = bytes(group.bytes + block.bytes);
    group.count += 1;
    if (group.module !== block.module) group.module = anyNumber(block.module);
  }
  const all = [...groups.values()].toSorted((a, b) => b.bytes - a.bytes);
  return all.length <= MOST_GROUPS ? all : [...all.slice(0, MOST_GROUPS), restOf(all.slice(MOST_GROUPS))];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function keyOf({ origin, file, line, function: name, library, category, operator, module }: BlockAtPeak): string {
  return JSON.stringify([origin, file, line, name, library, category, operator, anyNumber(module)]);
}

/** `layers.11.attention` → `layers.*.attention` */
function anyNumber(module: string): string {
  return module.replaceAll(/(?<=^|\.)\d+(?=\.|$)/g, "*");
}

function restOf(groups: readonly BlockGroup[]): BlockGroup {
  return {
    ...NO_PLACE,
    origin: "rest",
    bytes: bytes(groups.reduce((sum, group) => sum + group.bytes, 0)),
    count: groups.reduce((sum, group) => sum + group.count, 0),
    category: null,
    operator: "",
    module: "",
  };
}
