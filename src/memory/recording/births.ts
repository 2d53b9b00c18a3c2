import type { Line } from "../block-groups.ts";
import { CATEGORIES, type Category } from "../trace.ts";
import type { Plain } from "./pickle.ts";
import type { Birth } from "./recording.ts";
import { framesOf, isPython } from "./stack.ts";

type Fields = ReadonlyMap<Plain, Plain>;

/** What our recorder sets as the metadata of allocations: src/probe/vram_probe/recording.py. */
const MODULE = "module=";

/**
 * Reads the births of blocks from a memory snapshot: `frames` and `forward_frames` (of backward, in anomaly mode),
 * `user_metadata`, and the categories that our recorder leaves beside them. What is not there is not known; what has
 * another form than PyTorch's is left out.
 *
 * Source: torch/csrc/cuda/Module.cpp, torch/csrc/profiler/combined_traceback.h, torch 2.6 to 2.14.
 */
export class Births {
  readonly #categories: ReadonlyMap<number, Category>;
  readonly #withStacks: boolean;
  readonly #stacks = new Map<Plain, readonly Line[]>();
  readonly #frames = new Map<Plain, Line | undefined>();

  /** `allocations` are those of one device, `note` is what our recorder left. */
  constructor(allocations: readonly Fields[], note: Plain | undefined) {
    this.#categories = categoriesOf(note);
    this.#withStacks = allocations.some((fields) => this.#stackOf(fields.get("frames")).length > 0);
  }

  /** Of an allocation during the recording; `kept` where its block is there at the end, when the categories are told. */
  during(fields: Fields, address: number, kept: boolean): Birth {
    const frames = this.#stackOf(fields.get("frames"));
    return {
      stack: frames.length > 0 ? { kind: "python", frames } : this.#withoutPython(fields.get("forward_frames")),
      operator: "",
      module: moduleOf(fields.get("user_metadata")),
      category: (kept ? this.#categories.get(address) : undefined) ?? null,
    };
  }

  /** Of a block that is older than the trace: it has frames where they were recorded all along. */
  before(fields: Fields, address: number): Birth | undefined {
    const frames = this.#stackOf(fields.get("frames"));
    const category = this.#categories.get(address) ?? null;
    if (frames.length === 0 && category === null) return undefined;
    const stack = frames.length > 0 ? ({ kind: "python", frames } as const) : ({ kind: "not-recorded" } as const);
    return { stack, operator: "", module: "", category };
  }

  /** Where other allocations have frames, one without was made on a thread that runs no Python: autograd's. */
  #withoutPython(forward: Plain | undefined): Birth["stack"] {
    if (!this.#withStacks) return { kind: "not-recorded" };
    return { kind: "backward", frames: framesOf(texts(forward)) };
  }

  /** A snapshot has each stack once, and each frame. */
  #stackOf(value: Plain | undefined): readonly Line[] {
    if (!Array.isArray(value)) return [];
    const known = this.#stacks.get(value);
    if (known !== undefined) return known;
    const frames = value.flatMap((entry) => this.#frameOf(entry) ?? []);
    this.#stacks.set(value, frames);
    return frames;
  }

  #frameOf(entry: Plain): Line | undefined {
    if (!this.#frames.has(entry)) this.#frames.set(entry, frameOf(entry));
    return this.#frames.get(entry);
  }
}

/** Undefined for one of C++. */
function frameOf(entry: Plain): Line | undefined {
  if (!(entry instanceof Map)) return undefined;
  const [file, line, name] = [entry.get("filename"), entry.get("line"), entry.get("name")];
  if (typeof file !== "string" || typeof line !== "number" || typeof name !== "string") return undefined;
  const frame = { file, line, function: name };
  return isPython(frame) ? frame : undefined;
}

function texts(value: Plain | undefined): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

function moduleOf(metadata: Plain | undefined): string {
  return typeof metadata === "string" && metadata.startsWith(MODULE) ? metadata.slice(MODULE.length) : "";
}

/** `{"categories": {address: category}}` */
function categoriesOf(note: Plain | undefined): ReadonlyMap<number, Category> {
  const told = note instanceof Map ? note.get("categories") : undefined;
  const found = new Map<number, Category>();
  for (const [address, name] of told instanceof Map ? told : []) {
    const category = CATEGORIES.find((known) => known === name);
    if (typeof address === "number" && category !== undefined) found.set(address, category);
  }
  return found;
}
