import assert from "node:assert/strict";
import type { CheckPorts } from "../../src/commands/check-ports.ts";
import { AS_CONFIGURED, check } from "../../src/commands/check.ts";
import { loadConfig } from "../../src/commands/config-file.ts";
import type { TrainingResult } from "../../src/compare/result.ts";
import { described, type Training } from "../../src/config/training.ts";
import { GIB, MIB } from "../../src/memory/bytes.ts";

/** A measurement that nobody asked for. */
const NOT_ASKED = { kind: "not-measured", reason: "not-asked", detail: "only a prediction was asked for" } as const;

/** A model whose parameters are 1 GiB, and which keeps 256 MiB a sample. */
const WEIGHTS = GIB;
const KEPT = 256 * MIB;

/**
 * What a training of it asks for, in blocks that need no rounding: weights and gradients, what the optimizer keeps, what is
 * kept of a batch, and a list as large as the weights in the step of an optimizer that is not fused.
 */
function eventsOf(training: Training, batch: number): object[] {
  const model = described(training);
  const { precision = "32-true", activation_checkpointing = false, distributed, optimizer } = model ?? {};
  const held = WEIGHTS / (distributed?.strategy === "fsdp2" ? distributed.processes : 1);
  const kept = ((KEPT * batch) / (precision === "bf16-mixed" ? 2 : 1)) * (activation_checkpointing === true ? 0.25 : 1);
  const states = optimizer?.type === "SGD" ? 1 : 2;
  const list = optimizer !== undefined && "fused" in optimizer && optimizer.fused === true ? 0 : held;
  const sizes = [
    ["parameters", "setup", held],
    ["optimizer", "setup", states * held],
    ["activations", "forward", kept],
    ["gradients", "backward", held],
    ["temporary", "optimizer", list],
  ] as const;
  const allocated = sizes.map(([category, phase, bytes], id) => {
    return { op: "alloc", id, bytes, operator: "aten::any", module: "", category, phase, step: 1 };
  });
  const freed = { op: "free", id: 2, phase: "backward", step: 1 }; // activations are gone before the optimizer's step
  return [...allocated.slice(0, 4), freed, ...allocated.slice(4)];
}

/** Traces that model, and tells of each trace. */
export function tracing(told: string[]): CheckPorts["trace"] {
  return (training) => ({
    at: (batch_size) => {
      const model = described(training);
      told.push(`${training.name} at ${batch_size}`);
      if (
        model?.activation_checkpointing === true &&
        model.model.kind === "callable" &&
        model.model.target === "own:plain"
      )
        return Promise.resolve({ kind: "failed", detail: "Plain cannot switch checkpointing on by itself" });
      const nominal_bytes = { parameters: 0, buffers: 0, gradients: 0, optimizer: 0, batch: 0 };
      const counts = { parameters: 0, trainable_parameters: 0, nominal_bytes };
      const events = eventsOf(training, batch_size ?? 1);
      const trace = { schema: "vram-budget/trace@2", torch: "2.13.0", batch_size, events, guesses: [], ...counts };
      return Promise.resolve({ kind: "answered", trace });
    },
    end: () => Promise.resolve(),
  });
}

export const noTraces: CheckPorts["trace"] = () => ({
  at: () => Promise.resolve({ kind: "failed", detail: "no Python has torch" }),
  end: () => Promise.resolve(),
});

export async function checked(
  text: string,
  trace: CheckPorts["trace"] = noTraces,
  { allocConf = "", measure }: { allocConf?: string; measure?: CheckPorts["measure"] } = {},
): Promise<TrainingResult> {
  const files = {
    resolve: (_: string, path: string) => `/repo/${path}`,
    realpath: (path: string) => Promise.resolve(path),
    size: () => Promise.resolve(text.length),
    readText: () => Promise.resolve(text),
  };
  const ports: CheckPorts = {
    lanes: 1,
    runnerGpu: () => Promise.resolve(undefined),
    measure: measure ?? (() => Promise.resolve(NOT_ASKED)),
    calibration: { known: () => Promise.resolve([]), keep: () => Promise.resolve() },
    trace,
  };
  const config = await loadConfig(files, "/repo", "vram-budget.yml");
  const [training] = (await check(ports, [config], { ...AS_CONFIGURED, allocConf })).trainings;
  assert.ok(training !== undefined);
  return training;
}

export function configOf(keys: Readonly<Record<string, string>>): string {
  const lines = Object.entries(keys).map(([key, value]) => `    ${key}: ${value}`);
  return ["version: 1", "trainings:", "  one:", ...lines, ""].join("\n");
}

export const own = (changes: Readonly<Record<string, string>> = {}) =>
  configOf({
    model: "own:model",
    input: "[8]",
    target: "{classes: 10}",
    loss: "CrossEntropyLoss",
    optimizer: "{AdamW: {lr: 0.001, fused: true}}",
    batch_size: "64",
    device: "t4",
    ...changes,
  });

/** One weight of 64 MiB, whose step in a list needs as much again. */
export const MATRIX = {
  model: "{layers: [{Linear: [4096, 4096, {bias: false}]}]}",
  input: "[4096]",
  target: "{classes: 4096}",
  loss: "CrossEntropyLoss",
  optimizer: "{Adam: {lr: 0.001}}",
  batch_size: "8",
  device: "t4",
  budget: "460 MiB",
};
