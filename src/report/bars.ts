import type { Profile } from "../memory/profile.ts";
import { CATEGORIES } from "../memory/trace.ts";

/** One glyph a part, told apart without colour. */
const GLYPHS = {
  parameters: "█",
  buffers: "▇",
  gradients: "▓",
  optimizer: "▒",
  batch: "░",
  activations: "▞",
  workspace: "▪",
  temporary: "▫",
  "allocator overhead": "·",
  "CUDA context": "–",
  "NCCL communicator": "=",
} as const;
export type Part = keyof typeof GLYPHS;
const PARTS = [...CATEGORIES, "allocator overhead", "CUDA context", "NCCL communicator"] as const satisfies Part[];

/** The parts of a profile in the order of every chart; without those that are zero. */
export function partsOf(profile: Profile): { readonly name: Part; readonly bytes: number }[] {
  const parts: { name: Part; bytes: number }[] = CATEGORIES.map((name) => ({
    name,
    bytes: profile.peak.categories[name],
  }));
  parts.push(
    { name: "allocator overhead", bytes: profile.overhead_bytes },
    { name: "CUDA context", bytes: profile.context_bytes },
    { name: "NCCL communicator", bytes: profile.communicator_bytes },
  );
  return parts.filter(({ bytes }) => bytes > 0);
}

/** As they stand in a bar. */
export function inOrder(names: ReadonlySet<Part>): { readonly name: Part }[] {
  return PARTS.filter((name) => names.has(name)).map((name) => ({ name }));
}

/** A stacked bar of `width` glyphs for `scale` bytes. A part that is there shows at least one glyph where there is room. */
export function stackedBar(
  parts: readonly { readonly name: Part; readonly bytes: number }[],
  scale: number,
  width: number,
): string {
  let end = 0;
  let bar = "";
  for (const { name, bytes } of parts) {
    end += bytes;
    const upTo = Math.min(width, Math.max(bar.length + 1, Math.round((end / scale) * width)));
    bar += GLYPHS[name].repeat(Math.max(0, upTo - bar.length));
  }
  return bar.padEnd(width);
}

/** Glyphs and names, in lines of at most `width`. */
export function legend(parts: readonly { readonly name: Part }[], width: number): string[] {
  const lines: string[] = [""];
  for (const { name } of parts) {
    const entry = `${GLYPHS[name]} ${name}`;
    const line = lines.at(-1) ?? "";
    if (line.length + entry.length + 2 > width) lines.push(entry);
    else lines[lines.length - 1] = line === "" ? entry : `${line}  ${entry}`;
  }
  return lines;
}

/** `████░░░░░░` of `width` glyphs. */
export function gauge(share: number, width: number): string {
  const full = Math.min(width, Math.max(share > 0 ? 1 : 0, Math.round(share * width)));
  return "█".repeat(full) + "░".repeat(width - full);
}
