import type { DescribedTraining } from "../config/training.ts";
import { parseAllocConf } from "../memory/allocator/conf.ts";
import { batchCurve } from "../memory/batches.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { CudaDevice, Device } from "../memory/device.ts";
import { profileOf, tiersOf } from "../memory/replay.ts";
import type { Trace } from "../memory/trace.ts";
import type { BatchAdvice, BatchRow } from "./batch-advice.ts";
import { intervalsOf } from "./interval.ts";
import { predictLayers } from "./layers-engine.ts";
import { TORCH_RELEASE } from "./layers/release.ts";
import type { Prediction } from "./prediction.ts";

/**
 * What `training` will need on `device`, or why that cannot be said: from the config alone. `allocConf` is what
 * PYTORCH_CUDA_ALLOC_CONF will be.
 */
export function predict(training: DescribedTraining, device: Device, allocConf = ""): Prediction {
  const traced = predictLayers(training, device);
  if (traced.kind === "unknown") return traced;
  const { trace, model, nominal_bytes, notes } = traced;
  const conf = parseAllocConf(allocConf);
  const profile = profileOf(trace, device, conf);
  return {
    kind: "predicted",
    engine: "layers",
    torch: TORCH_RELEASE,
    device,
    processes: 1,
    model,
    nominal_bytes,
    trace,
    profile,
    intervals: intervalsOf(trace, profile, device, { conf, guesses: 0 }),
    alloc_conf: allocConf,
    guesses: 0,
    notes,
  };
}

/** The trace alone, at a batch size of choice. Undefined where unknown. */
export function traceOf(training: DescribedTraining, device: Device, batchSize: number): Trace | undefined {
  const traced = predictLayers(training, device, batchSize);
  return traced.kind === "traced" ? traced.trace : undefined;
}

/** The largest batch within `limit`: the engine is fast enough to compute each batch that the search looks at. */
export function batchAdvice(
  training: DescribedTraining,
  device: CudaDevice,
  limit: Bytes,
  allocConf = "",
): BatchAdvice | undefined {
  const conf = parseAllocConf(allocConf);
  const sizeAt = (batch: number) => {
    const trace = traceOf(training, device, batch);
    return trace === undefined ? Infinity : tiersOf(trace, device, conf).device_bytes;
  };
  const curve = batchCurve(sizeAt, limit, training.batch_size);
  return curve === undefined ? undefined : { ...curve, evidence: { kind: "computed" } };
}

/** What the training needs at each of `batches`. */
export function batchRows(
  training: DescribedTraining,
  device: CudaDevice,
  batches: readonly number[],
  allocConf = "",
): BatchRow[] {
  const conf = parseAllocConf(allocConf);
  return batches.map((batch_size) => {
    const traced = predictLayers(training, device, batch_size);
    if (traced.kind === "traced") return { batch_size, kind: "predicted", ...tiersOf(traced.trace, device, conf) };
    return { batch_size, kind: "unknown", what: traced.reasons.map(({ what }) => what).join("; ") };
  });
}
