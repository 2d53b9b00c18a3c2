import type { Training } from "../config/training.ts";
import type { Device } from "../memory/device.ts";
import { profileOf } from "../memory/replay.ts";
import type { Trace } from "../memory/trace.ts";
import { predictLayers } from "./layers-engine.ts";
import { TORCH_RELEASE } from "./layers/release.ts";
import type { Prediction } from "./prediction.ts";

/** What `training` will need on `device`, or why that cannot be said: from the config alone. */
export function predict(training: Training, device: Device): Prediction {
  const traced = predictLayers(training, device);
  if (traced.kind === "unknown") return traced;
  const { trace, model, nominal_bytes, notes } = traced;
  return {
    kind: "predicted",
    engine: "layers",
    torch: TORCH_RELEASE,
    device,
    model,
    nominal_bytes,
    trace,
    profile: profileOf(trace, device),
    notes,
  };
}

/** The trace alone, at a batch size of choice: what the search for the largest batch replays. Undefined where unknown. */
export function traceOf(training: Training, device: Device, batchSize: number): Trace | undefined {
  const traced = predictLayers(training, device, batchSize);
  return traced.kind === "traced" ? traced.trace : undefined;
}
