import type { Measurement, MeasurementDocument } from "../measure/measurement.ts";
import { CATEGORIES } from "../memory/trace.ts";
import { plainLine } from "./escape.ts";
import { formatCount, formatPercent, formatSize } from "./format.ts";

/** A line of a table that adds up: parts, and the sums of all parts above them. */
export type ObservedRow = { readonly name: string; readonly kind: "part" | "sum"; readonly bytes: number };

/**
 * What was observed by itself: the categories add up to allocated, with the overhead to reserved, with the context to
 * device. NCCL's buffers of a process of several are not told from its context.
 */
export function observedRows(document: MeasurementDocument): ObservedRow[] {
  const { peak, device, distributed, allocated_bytes, reserved_bytes, context_bytes, device_bytes } = document;
  const part = (name: string, bytes: number): ObservedRow => ({ name, kind: "part", bytes });
  const sum = (name: string, bytes: number): ObservedRow => ({ name, kind: "sum", bytes });
  const categories = [
    ...CATEGORIES.map((name) => part(name, peak.categories[name])),
    part("activations + workspace + temporary", peak.unattributed_bytes),
  ].filter(({ bytes }) => bytes > 0);
  const tensors = [...categories, sum("allocated", allocated_bytes)];
  if (device.kind === "cpu") return tensors;
  return [
    ...tensors,
    part("allocator overhead", reserved_bytes - allocated_bytes),
    sum("reserved", reserved_bytes),
    part(distributed === null ? "CUDA context" : "CUDA context and NCCL", context_bytes),
    sum("device", device_bytes),
  ];
}

export type ShapeRow = { readonly tensors: string; readonly steps: string };

/** What went into the models, and in how many steps. Plain text. */
export function shapeRows({ batch_shapes }: MeasurementDocument): ShapeRow[] {
  return batch_shapes.map(({ tensors, steps }) => ({
    tensors: plainLine(tensors.join(", ")),
    steps: formatCount(steps),
  }));
}

export type RankRow = { readonly rank: string; readonly worst: boolean; readonly tiers: readonly number[] };
export type RankTable = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly RankRow[];
};

/** Every process of several; undefined of one. */
export function rankTable(measurement: Measurement): RankTable | undefined {
  if (measurement.kind !== "measured" || measurement.ranks.length < 2) return undefined;
  const { ranks, document } = measurement;
  const sizes: readonly number[] = ranks.map(({ device_bytes }) => device_bytes);
  const [highest, lowest] = [Math.max(...sizes), Math.min(...sizes)];
  const worst = sizes.indexOf(highest);
  const onCpu = document.device.kind === "cpu";
  const needs =
    highest === lowest
      ? "all need the same"
      : `the worst, rank ${ranks[worst]?.rank ?? 0}, decides; they are ${formatPercent((highest - lowest) / highest)} apart`;
  return {
    title: `${ranks.length} processes${strategyText(document)}: ${needs}`,
    columns: onCpu ? ["Tensors"] : ["Allocated", "Reserved", "Device"],
    rows: ranks.map(({ rank, allocated_bytes, reserved_bytes, device_bytes }, index) => ({
      rank: String(rank),
      worst: index === worst,
      tiers: onCpu ? [allocated_bytes] : [allocated_bytes, reserved_bytes, device_bytes],
    })),
  };
}

/** How they train together, and what the worst holds for it. */
function strategyText({ distributed }: MeasurementDocument): string {
  switch (distributed?.strategy) {
    case "ddp":
      return ` (DDP, gradients of ${formatSize(distributed.gradient_bucket_bytes)} in buckets)`;
    case "fsdp2":
      return ` (FSDP2, ${formatSize(distributed.sharded_parameters_bytes)} of the parameters in each)`;
    case "none":
    case undefined:
      return "";
  }
}
