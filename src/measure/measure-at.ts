import { type Training, withBatchSize } from "../config/training.ts";
import type { Measurement, MeasurementDocument, NotMeasured } from "./measurement.ts";

/** Both of a pair of batch sizes, the smaller first. */
export type MeasuredPair = readonly [MeasurementDocument, MeasurementDocument];

export type MeasuredAt = { readonly kind: "measured-at"; readonly documents: MeasuredPair } | Measurement;

/**
 * Measures a training with two smaller batch sizes, for a line through them. What cannot be such a line is no
 * measurement; running out of memory is one, of the batch that it happened with.
 */
export async function measureAt(
  measure: (training: Training) => Promise<Measurement>,
  training: Training,
  batches: readonly [number, number],
): Promise<MeasuredAt> {
  const documents: MeasurementDocument[] = [];
  for (const batch of batches) {
    const measured = await measure(withBatchSize(training, batch));
    if (measured.kind === "not-measured" || measured.document.out_of_memory !== null) return measured;
    documents.push(measured.document);
  }
  const [small, large] = documents;
  if (small === undefined || large === undefined) throw new RangeError("Two batch sizes are measured");
  const detail = whyNoLine(small, large, batches);
  if (detail !== undefined) return failed(detail);
  return { kind: "measured-at", documents: [small, large] };
}

function failed(detail: string): NotMeasured {
  return { kind: "not-measured", reason: "failed", detail };
}

/** What the training holds for a sample is held until its backward: memory that does not grow there tells of no sample. */
function whyNoLine(
  small: MeasurementDocument,
  large: MeasurementDocument,
  [first, second]: readonly [number, number],
): string | undefined {
  if (small.device.name !== large.device.name) {
    return `Cannot put a line through what ${small.device.name} and ${large.device.name} measured`;
  }
  if (!/^\d+\.\d+/.test(large.device.torch)) return `Cannot read a release of PyTorch in ${large.device.torch}`;
  const retried = [small, large].find(({ num_alloc_retries }) => num_alloc_retries > 0);
  if (retried !== undefined) {
    const batch = retried === small ? first : second;
    return `The card was full at batch ${batch}, and cached memory was given back: name smaller batch sizes in measure_at`;
  }
  const grows = (["forward", "backward"] as const).some((phase) => {
    const [before, after] = [small.phases[phase], large.phases[phase]];
    return before !== undefined && after !== undefined && after.allocated_bytes > before.allocated_bytes;
  });
  if (grows) return undefined;
  return `The memory of forward and backward does not grow from batch ${first} to ${second}: does the training use its batch size?`;
}
