import type { DifferencePart } from "../compare/difference.ts";
import type { Comparison } from "../compare/result.ts";
import { formatCount, formatDelta, formatShare, formatSize } from "./format.ts";

/** How each part is known, in a few words; docs/comparison.md has more. */
const HOW: Readonly<Record<DifferencePart, string>> = {
  parameters: "the models were asked",
  buffers: "the models were asked",
  gradients: "the parameters were asked, at the peak of the same phase",
  optimizer: "the optimizers were asked",
  batch: "what goes into the models, at the peak of the same phase",
  "data parallel": "DDP's buckets or what FSDP2 had gathered, which a prediction of one process has not",
  "held between steps": "alive when a step is over, and in no category",
  "code that the prediction did not see": "more parameters than predicted, or a phase that was not predicted",
  "peak in another phase": "the prediction itself, between the two phases",
  "library workspace": "as far as the prediction leaves cuDNN's open",
  "allocator overhead": "reserved less allocated",
  "CUDA context": "what the driver lost beside what is reserved",
  "other processes": "beyond any context that was seen, with others on the card",
};

export type DifferenceRow = {
  readonly name: string;
  readonly kind: "part" | "sum";
  readonly delta: string;
  readonly how: string;
};

/** The parts and what is unexplained, which add up to the last row; empty where there are no parts, and the text says all. */
export function differenceRows({ difference, device }: Comparison): DifferenceRow[] {
  if (difference.parts.length === 0) return [];
  const parts = difference.parts.map(({ name, delta_bytes }): DifferenceRow => {
    return { name, kind: "part", delta: countedDelta(delta_bytes), how: HOW[name] };
  });
  const { unexplained_bytes, total_bytes } = difference;
  return [
    ...parts,
    { name: "unexplained", kind: "part", delta: countedDelta(unexplained_bytes), how: "" },
    { name: device.kind === "cpu" ? "allocated" : "device", kind: "sum", delta: countedDelta(total_bytes), how: "" },
  ];
}

/** How large the difference is, and how much of it has no name; undefined where the two sides are the same throughout. */
export function differenceText({ difference, tiers }: Comparison): string | undefined {
  if (difference.parts.length === 0 && difference.unexplained_bytes === 0) return undefined;
  const { total_bytes, unexplained_bytes } = difference;
  const { predicted_bytes = 0, observed_bytes = 0 } = tiers.at(-1) ?? {};
  const share = formatShare(total_bytes / Math.max(predicted_bytes, 1));
  const unexplained = formatSize(Math.abs(unexplained_bytes));
  const of = formatShare(Math.abs(unexplained_bytes) / Math.max(observed_bytes, 1)).replace(/^[+±]/, "");
  return `observed less predicted is ${formatDelta(total_bytes)} (${share}), of which ${unexplained} (${of} of what was observed) is unexplained`;
}

/** "+1,234", "−12", "0". */
export function countedDelta(bytes: number): string {
  if (bytes === 0) return "0";
  return `${bytes > 0 ? "+" : "−"}${formatCount(Math.abs(bytes))}`;
}
