import type { Verdict } from "../compare/finding.ts";
import type { TrainingResult } from "../compare/result.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { Interval } from "../predict/interval.ts";
import type { Prediction } from "../predict/prediction.ts";
import { plainLine } from "./escape.ts";
import { formatCount, formatDelta, formatShare, formatSize, inUnit, unitFor } from "./format.ts";

export const GLYPH = { pass: "✅", fail: "❌", unknown: "❔" } as const satisfies Record<Verdict, string>;

/** Without the maker, for a narrow column: "NVIDIA GeForce RTX 4090" is "RTX 4090" there. */
export function shortCardName(name: string): string {
  return name.replace(/^NVIDIA (?:GeForce )?/, "");
}

/** "3.98 GiB (3.60 to 4.60)"; the number alone where nothing is in doubt. */
export function rangeText(size: Bytes, { low_bytes, high_bytes }: Interval): string {
  if (low_bytes === size && high_bytes === size) return formatSize(size);
  const unit = unitFor(size);
  return `${formatSize(size)} (${inUnit(low_bytes, unit)} to ${inUnit(high_bytes, unit)})`;
}

/** What moves the number: "CUDA context −36.00 MiB to +186.00 MiB", "whole segments ±20.00 MiB". */
export function doubtTexts({ doubts }: Interval): readonly string[] {
  return doubts.map(
    ({ part, below_bytes, above_bytes, reason }) => `${part} ${doubtText(below_bytes, above_bytes)}: ${reason}`,
  );
}

function doubtText(below: Bytes, above: Bytes): string {
  if (below === above) return `±${formatSize(above)}`;
  if (below === 0) return formatDelta(above);
  return above === 0 ? formatDelta(0 - below) : `${formatDelta(0 - below)} to ${formatDelta(above)}`;
}

/** That it lived under the predicted limit; a finding says where it did not. Plain text. */
export function survivalText({ verification, measurement }: TrainingResult): string | undefined {
  if (verification?.kind !== "survived" || measurement.kind !== "measured") return undefined;
  const { limit_bytes, num_alloc_retries } = verification;
  const what = measurement.document.device.kind === "cpu" ? "alive" : "reserved";
  const retries = num_alloc_retries === 0 ? "" : `, after cached memory was given back ${num_alloc_retries} time(s)`;
  return `survived at ${formatSize(limit_bytes)}, the most that is predicted to be ${what}${retries}`;
}

/** What was measured, where nothing was predicted for it to stand beside. */
export function measuredAlone({
  measurement,
  comparison,
}: TrainingResult): { title: string; text: string } | undefined {
  if (comparison !== undefined || measurement.kind !== "measured" || measurement.document.out_of_memory !== null)
    return undefined;
  const { device, allocated_bytes, reserved_bytes, device_bytes } = measurement.document;
  if (device.kind === "cpu") {
    const counted = `tensors of ${formatSize(allocated_bytes)} at the peak, every one counted`;
    const left =
      "a card's library workspaces, allocator and CUDA context are not in it, so it does not tell what a card needs";
    return { title: "measured on the CPU, a rehearsal", text: `${counted}; ${left}` };
  }
  const tiers = `${formatSize(allocated_bytes)} allocated, ${formatSize(reserved_bytes)} reserved, ${formatSize(device_bytes)} of the card`;
  return { title: `measured on ${plainLine(device.name)}`, text: tiers };
}

/** The comparison in a few words: "exact to the byte" or "+1.2 %". */
export function agreement({ comparison }: TrainingResult): string | undefined {
  if (comparison === undefined) return undefined;
  const row = comparison.tiers.at(-1);
  if (row === undefined) return undefined;
  if (row.delta_bytes === 0) return "exact";
  return `${formatShare(row.delta_bytes / Math.max(row.predicted_bytes, 1))} (${formatDelta(row.delta_bytes)})`;
}

/**
 * The formula where every parameter has one size: 101,770 parameters × 4 bytes = 407,080 bytes. A process of several may
 * hold a part of them alone: then what it holds.
 */
export function parametersText(
  count: string,
  { model, nominal_bytes, processes }: Extract<Prediction, { kind: "predicted" }>,
): string {
  const each = nominal_bytes.parameters / model.parameters;
  const size = `${formatCount(nominal_bytes.parameters)} bytes`;
  if (processes > 1) return `${count} parameters, ${size} of the first of ${formatCount(processes)} processes`;
  return Number.isInteger(each) ? `${count} parameters × ${each} bytes = ${size}` : `${count} parameters, ${size}`;
}
