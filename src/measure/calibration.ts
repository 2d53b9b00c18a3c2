import * as z from "zod/mini";
import { bytes, GIB } from "../memory/bytes.ts";
import type { MeasurementDocument } from "./measurement.ts";

/**
 * What measurements tell of a runner, `vram-budget/calibration@1`: the CUDA context, by card, driver and torch. A file
 * that anybody may have written, read by this schema before a byte is believed.
 *
 * Library workspaces are not in it: on a card, enumeration cannot tell them from activations and temporaries.
 */
const printable = z
  .string()
  .check(z.regex(/^[\x20-\x7e]{1,100}$/, { error: "expected 1 to 100 printable characters" }));

/** Four times the largest context that was seen (V100 with CUDA 11.2: 1.3 GiB) is none. */
const MOST_CONTEXT_BYTES = 5 * GIB;
const contextSize = z.pipe(z.int().check(z.positive(), z.maximum(MOST_CONTEXT_BYTES)), z.transform(bytes));

const RECORD_KEYS = {
  /** As `torch.cuda.get_device_name()` prints it. */
  card: printable,
  driver: printable,
  torch: printable,
  /** The least and the most that a training's context took: kernels are loaded when a training first runs them. */
  context_low_bytes: contextSize,
  context_high_bytes: contextSize,
  /** How many measurements are in it. */
  measurements: z.int().check(z.positive()),
  /** The day of the last one, as 2026-11-25. */
  measured_on: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, { error: "expected a day, as 2026-11-25" })),
};

export const CalibrationRecord = z
  .strictObject(RECORD_KEYS, { error: `expected ${Object.keys(RECORD_KEYS).join(", ")}` })
  .check(
    z.refine((record) => record.context_low_bytes <= record.context_high_bytes, {
      error: "expected context_low_bytes of at most context_high_bytes",
      path: ["context_low_bytes"],
    }),
  );
export type CalibrationRecord = z.infer<typeof CalibrationRecord>;

const CalibrationDocument = z.strictObject({
  schema: z.literal("vram-budget/calibration@1", { error: "expected vram-budget/calibration@1" }),
  records: z.array(CalibrationRecord).check(
    z.maxLength(1000),
    z.refine((records) => new Set(records.map(keyOf)).size === records.length, {
      error: "expected one record for each card, driver and torch",
    }),
  ),
});

export type ParsedCalibration =
  | { readonly kind: "records"; readonly records: readonly CalibrationRecord[] }
  | { readonly kind: "problem"; readonly detail: string };

/** Reads a calibration file, or says what is wrong with it. */
export function parseCalibration(text: string): ParsedCalibration {
  const document = CalibrationDocument.safeParse(jsonOf(text));
  if (document.success) return { kind: "records", records: document.data.records };
  const [issue] = document.error.issues;
  return { kind: "problem", detail: [...(issue?.path ?? []), issue?.message].join(": ") };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which no schema takes
  }
}

export function formatCalibration(records: readonly CalibrationRecord[]): string {
  return `${JSON.stringify({ schema: "vram-budget/calibration@1", records }, null, 2)}\n`;
}

/** A context as one measurement saw it. */
export type ObservedContext = Pick<CalibrationRecord, "card" | "driver" | "torch"> & {
  readonly context_bytes: CalibrationRecord["context_low_bytes"];
};

/**
 * What a measurement tells of its runner. Undefined where it tells nothing: on the CPU; where the driver did not say
 * what was used before; beside other processes, whose memory may be counted in; of one of several that train together,
 * whose NCCL takes of the driver too; where it ran out of memory half-way.
 */
export function observedContext(document: MeasurementDocument): ObservedContext | undefined {
  const { device, context_bytes, co_tenants, distributed, out_of_memory } = document;
  const { kind, name: card, driver, torch } = device;
  if (kind !== "cuda" || driver === null || out_of_memory !== null) return undefined;
  if (co_tenants.length > 0 || distributed !== null) return undefined;
  return context_bytes > 0 ? { card, driver, torch, context_bytes } : undefined;
}

/** The records with what was observed on `day` in them. */
export function withObserved(
  records: readonly CalibrationRecord[],
  observed: ObservedContext,
  day: string,
): readonly CalibrationRecord[] {
  const { context_bytes, ...software } = observed;
  const before = records.find((record) => keyOf(record) === keyOf(observed));
  const { context_low_bytes = context_bytes, context_high_bytes = context_bytes, measurements = 0 } = before ?? {};
  const record: CalibrationRecord = {
    ...software,
    context_low_bytes: bytes(Math.min(context_low_bytes, context_bytes)),
    context_high_bytes: bytes(Math.max(context_high_bytes, context_bytes)),
    measurements: measurements + 1,
    measured_on: day,
  };
  return [...records.filter((each) => each !== before), record].toSorted(byKey);
}

/** What two places know of runners. A measurement may be in both, so of each runner the larger count stays. */
export function mergedCalibration(
  ours: readonly CalibrationRecord[],
  theirs: readonly CalibrationRecord[],
): readonly CalibrationRecord[] {
  const all = new Map(ours.map((record) => [keyOf(record), record]));
  for (const record of theirs) {
    const other = all.get(keyOf(record)) ?? record;
    all.set(keyOf(record), {
      ...record,
      context_low_bytes: bytes(Math.min(record.context_low_bytes, other.context_low_bytes)),
      context_high_bytes: bytes(Math.max(record.context_high_bytes, other.context_high_bytes)),
      measurements: Math.max(record.measurements, other.measurements),
      measured_on: record.measured_on > other.measured_on ? record.measured_on : other.measured_on,
    });
  }
  return [...all.values()].toSorted(byKey);
}

function keyOf({ card, driver, torch }: Pick<CalibrationRecord, "card" | "driver" | "torch">): string {
  return [card, driver, torch].join("\n"); // which none of them holds
}

/** A file that is committed changes where something is new, and nowhere else. */
function byKey(a: CalibrationRecord, b: CalibrationRecord): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
