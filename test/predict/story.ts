import assert from "node:assert/strict";
import { bytes, GIB, MIB } from "../../src/memory/bytes.ts";
import type { CpuDevice, CudaDevice, Device } from "../../src/memory/device.ts";
import type { Category, Phase, Trace } from "../../src/memory/trace.ts";
import { type LayersPrediction, predictLayers } from "../../src/predict/layers-engine.ts";
import { type TrainingParts, trainingOf } from "./networks.ts";

export const cpu: CpuDevice = { kind: "cpu", name: "CPU" };

/** 108 multiprocessors, cuBLAS workspaces of 8,519,680 bytes. */
export const a100: CudaDevice = {
  kind: "cuda",
  name: "NVIDIA A100-SXM4-80GB",
  usable_bytes: bytes(79 * GIB),
  compute_capability: "8.0",
  multiprocessors: 108,
  context_bytes: bytes(500 * MIB),
  context_low_bytes: bytes(400 * MIB),
  context_high_bytes: bytes(700 * MIB),
  source: "catalogue",
  context_kind: "assumed",
  context_source: "a test",
};

export type Traced = Extract<LayersPrediction, { kind: "traced" }>;

export function traced(parts: TrainingParts, device: Device = cpu): Traced {
  const prediction = predictLayers(trainingOf(parts), device);
  assert.ok(prediction.kind === "traced", JSON.stringify(prediction));
  return prediction;
}

/** What the engine cannot tell of these parts, as one text a reason. */
export function unknownsOf(parts: TrainingParts, device: Device = cpu): readonly string[] {
  const prediction = predictLayers(trainingOf(parts), device);
  assert.equal(prediction.kind, "unknown");
  return prediction.kind === "unknown" ? prediction.reasons.map(({ what }) => what) : [];
}

/** One phase of a step, a line an event: `+ 64 aten::relu activations` is born, `- 64 aten::relu` dies. */
export function story(trace: Trace, phase: Phase, step: number): readonly string[] {
  const births = new Map(trace.flatMap((event) => (event.op === "alloc" ? [[event.id, event] as const] : [])));
  return trace
    .filter((event) => event.phase === phase && event.step === step)
    .map((event) => {
      const birth = births.get(event.id);
      const what = `${birth?.bytes} ${birth?.operator}`;
      return event.op === "alloc" ? `+ ${what} ${event.category}` : `- ${what}`;
    });
}

/** The most bytes alive at once in `phase` (or ever), with each storage in whole blocks of 512 bytes. */
export function peakOf(
  trace: Trace,
  phase?: Phase,
  counted: (operator: string, category: Category) => boolean = () => true,
) {
  const sizes = new Map<number, number>();
  let [alive, peak] = [0, 0];
  for (const event of trace) {
    if (event.op === "free") alive -= sizes.get(event.id) ?? 0;
    else {
      sizes.set(event.id, counted(event.operator, event.category) ? Math.ceil(event.bytes / 512) * 512 : 0);
      alive += sizes.get(event.id) ?? 0;
    }
    if (phase === undefined || event.phase === phase) peak = Math.max(peak, alive);
  }
  return peak;
}

/** Bytes born in a category during one step. */
export function bornIn(trace: Trace, category: Category, step = 2): number {
  return trace.reduce(
    (sum, event) =>
      event.op === "alloc" && event.category === category && event.step === step ? sum + event.bytes : sum,
    0,
  );
}
