import type { Device } from "../../memory/device.ts";
import { releaseOf } from "../../memory/torch-release.ts";
import { cublasWorkspaceBytes } from "../../memory/workspaces.ts";
import { type Call, contiguous, type Platform } from "../kernels/formula.ts";
import { takeReduction } from "../kernels/reductions.ts";
import { Scratch } from "../kernels/scratch.ts";
import { type KernelOperator, KERNELS } from "../kernels/table.ts";
import type { Recorder, Storage } from "./recorder.ts";
import { TORCH_RELEASE } from "./release.ts";
import { float32Bytes, INT64_BYTES, numel, type Shape } from "./tensor.ts";

/** One training as it runs: where events go, on which device, and whether gradients are recorded. */
export type Run = {
  readonly recorder: Recorder;
  readonly device: Device;
  /** `model.train()` with gradients, or `model.eval()` under `torch.no_grad()`: step.py knows no other pair. */
  training: boolean;
  /** The threads whose cuBLAS handle has its workspace: the main one, and the one that autograd starts for the device. */
  readonly cublasThreads: Set<"main" | "autograd">;
  /** Gradients of the node that runs, which go when they are added to those of the batches before. */
  readonly added: Storage[];
};

const RELEASE = releaseOf(TORCH_RELEASE);

/** A new float32 storage of this shape. */
export function allocate({ recorder }: Run, operator: string, shape: Shape): Storage {
  return recorder.allocate(operator, float32Bytes(shape));
}

/** A new int64 storage of this shape. */
export function allocateIndices({ recorder }: Run, operator: string, shape: Shape): Storage {
  return recorder.allocate(operator, numel(shape) * INT64_BYTES);
}

/**
 * What the first matrix product of a thread leaves behind: cuBLAS gets one workspace a handle and stream through the
 * caching allocator, and keeps it (aten/src/ATen/cuda/CublasHandlePool.cpp).
 */
export function useCublas({ recorder, device, cublasThreads }: Run): void {
  if (device.kind !== "cuda") return;
  const thread = recorder.moment.phase === "backward" ? "autograd" : "main";
  if (cublasThreads.has(thread)) return;
  cublasThreads.add(thread);
  recorder.allocate("cublas", cublasWorkspaceBytes(device.compute_capability, RELEASE), "workspace");
}

/** What a CUDA kernel takes for itself: alive inside the operator only. */
export function scratch(
  { recorder, device }: Run,
  operator: string,
  formula: (platform: Platform, scratch: Scratch<Storage>) => void,
): void {
  if (device.kind !== "cuda") return;
  const taken = new Scratch(
    (bytes) => recorder.allocate(operator, bytes),
    (storage) => recorder.drop(storage),
  );
  taken.within(() => formula({ device, release: RELEASE }, taken));
}

/** The scratch of a CUDA reduction of a contiguous float32 tensor over `dims`. */
export function reduce(run: Run, operator: string, shape: Shape, dims: readonly number[]): void {
  scratch(run, operator, ({ device }, taken) => takeReduction(taken, device, contiguous(shape, "float32"), dims));
}

/** The scratch of an operator that the traced engine knows too, by the same arguments. */
export function scratchOf(run: Run, operator: KernelOperator, call: Call): void {
  scratch(run, operator, (platform, taken) => KERNELS[operator](call, platform, taken));
}
