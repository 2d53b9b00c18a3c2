import { type Bytes, bytes, KIB, MIB } from "./bytes.ts";

/** Two pools of :4096:2 and :16:8, in KiB. Source: `parseChosenWorkspaceSize`, aten/src/ATen/cuda/CublasHandlePool.cpp. */
const DEFAULT_BYTES = (4096 * 2 + 16 * 8) * KIB;
const LARGE_BYTES = 32 * MIB;

/**
 * Bytes that cuBLAS takes through the caching allocator for each handle and stream, and never gives back, in torch
 * 2.13. Compute capability 9 has had 32 MiB for long; 10.x and 12.x have it since pytorch#175344 (2.12); 11.0 only
 * from pytorch#189312, after 2.13. `CUBLAS_WORKSPACE_CONFIG` is not read.
 */
export function cublasWorkspaceBytes(computeCapability: string): Bytes {
  const major = computeCapability.slice(0, computeCapability.indexOf("."));
  return bytes(["9", "10", "12"].includes(major) ? LARGE_BYTES : DEFAULT_BYTES);
}

/**
 * A training has two handles on one stream: the main thread's for the forward pass, and the autograd thread's for the
 * backward pass. Snapshots of forward passes hold one workspace, of whole steps two.
 */
export const CUBLAS_HANDLES = { forward: 1, training: 2 } as const;

/**
 * cuBLASLt (the bias epilogue of `addmm`) takes no workspace of its own in torch 2.13: it uses cuBLAS's of the same
 * handle and stream, and allocates it at cuBLAS's size if it comes first. Source: pytorch#175879 (2.12).
 */
export const CUBLASLT_OWN_WORKSPACE_BYTES = bytes(0);
