import { extrapolate, type Extrapolation } from "../compare/extrapolation.ts";
import type { Training } from "../config/training.ts";
import { measureAt, type MeasuredPair } from "../measure/measure-at.ts";
import type { Measurement, MeasurementDocument } from "../measure/measurement.ts";
import type { CudaDevice } from "../memory/device.ts";

/** What was measured of a training: itself, or two smaller batch sizes in its place. */
export type Measured =
  | { readonly kind: "itself"; readonly measurement: Measurement }
  /** Asked for a pair, it ran out of memory with one of them, or there is none. */
  | { readonly kind: "no-pair"; readonly measurement: Measurement }
  | {
      readonly kind: "pair";
      readonly documents: MeasuredPair;
      readonly batches: readonly [number, number];
      readonly batch_size: number;
    };

export async function measured(
  training: Training,
  measure: (training: Training) => Promise<Measurement>,
): Promise<Measured> {
  const { measure_at: batches, batch_size } = training;
  if (batches === undefined) return { kind: "itself", measurement: await measure(training) };
  if (batch_size === undefined) throw new RangeError("A training with measure_at has a batch_size");
  const found = await measureAt(measure, training, batches);
  if (found.kind !== "measured-at") return { kind: "no-pair", measurement: found };
  return { kind: "pair", documents: found.documents, batches, batch_size };
}

export function documentsOf(found: Measured): readonly MeasurementDocument[] {
  if (found.kind === "pair") return found.documents;
  return found.measurement.kind === "measured" ? [found.measurement.document] : [];
}

export function extrapolationOf(found: Measured, device: CudaDevice | undefined): Extrapolation | undefined {
  return found.kind === "pair" ? extrapolate(found.documents, found.batches, found.batch_size, device) : undefined;
}

/**
 * What it says of the training itself. A smaller batch that is too large for the budget's own card decides; for another
 * card it says no more than that the runner has too little.
 */
export function measurementFor(found: Measured, device: CudaDevice | undefined): Measurement {
  switch (found.kind) {
    case "itself":
      return found.measurement;
    case "pair": {
      const detail = `batches ${found.batches.join(" and ")} were, as measure_at asks`;
      return { kind: "not-measured", reason: "other-batches", detail };
    }
    case "no-pair": {
      const { measurement } = found;
      if (measurement.kind === "not-measured" || measurement.document.device.name === device?.name) return measurement;
      const { device: there, batch_size } = measurement.document;
      const detail = `${there.name} ran out of memory at batch ${batch_size}: name smaller batch sizes in measure_at`;
      return { kind: "not-measured", reason: "failed", detail };
    }
  }
}
