import { type CommandTraining, described, type Optimizer, type Training } from "../config/training.ts";
import type { CudaDevice } from "../memory/device.ts";

/** The same for trainings that differ only in what no prediction for `device` reads: a raised budget makes no other training. */
export function trainingKey(training: Training, device: CudaDevice): string {
  const subject = described(training) ?? training;
  const optimizer = subject.kind === "described" ? { optimizer: withoutRates(subject.optimizer) } : {};
  const read = { ...subject, ...optimizer, ...NOT_READ };
  return JSON.stringify([read, device], (_key, value: unknown) => (isPlace(value) ? undefined : value));
}

/** What neither `predict()` nor a trace of a training reads: about choosing a card, measuring and deciding. */
const NOT_READ = {
  device: undefined,
  budget: undefined,
  tolerance: undefined,
  timeout_s: undefined,
  explain: undefined,
  warmup: undefined,
  steps: undefined,
  measure_at: undefined,
} as const satisfies Partial<Record<keyof CommandTraining, undefined>>;

/**
 * PyTorch's own optimizers multiply by these and allocate the same whatever they are. A weight decay or a momentum of 0 is
 * another matter: it leaves a tensor out. Source: torch/optim, `_single_tensor_*` and `_multi_tensor_*`.
 */
function withoutRates(optimizer: Optimizer): object {
  if (optimizer.type === "other" || optimizer.type === "callable") return optimizer;
  return { ...optimizer, lr: undefined, eps: undefined, betas: undefined };
}

/** Where a key stands. */
function isPlace(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "file,line,column";
}
