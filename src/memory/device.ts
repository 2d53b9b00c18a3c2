import type { Bytes } from "./bytes.ts";
import type { Estimate } from "./context.ts";

/** The device that a number is about. */
export type Device = CudaDevice | CpuDevice;

export type CudaDevice = {
  readonly kind: "cuda";
  /** As `nvidia-smi` and `torch.cuda.get_device_name()` print it. */
  readonly name: string;
  /** What a process can really use: `total_memory` of `torch.cuda.get_device_properties()`. */
  readonly usable_bytes: Bytes;
  /** "9.0" is Hopper; decides library workspaces. */
  readonly compute_capability: string;
  /** Streaming multiprocessors; decide the scratch of reductions. */
  readonly multiprocessors: number;
  /** CUDA context and loaded kernels: what the card loses to the process beside what the allocator reserves. */
  readonly context_bytes: Bytes;
  /** The range that the context may lie in; both are `context_bytes` where it is known. */
  readonly context_low_bytes: Bytes;
  readonly context_high_bytes: Bytes;
  /** Live values of a runner win over the catalogue; `context_source` says where the context's size is from. */
  readonly source: "runner" | "catalogue" | "custom";
  readonly context_kind: "assumed" | "measured";
  readonly context_source: string;
  /** What collectives take, where several processes train on a card each. */
  readonly communicator?: Estimate | undefined;
};

/** The CPU, where tensors are counted and no allocator rounds them: the three tiers are one. */
export type CpuDevice = { readonly kind: "cpu"; readonly name: string };
