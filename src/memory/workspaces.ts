import { type Bytes, bytes, KIB, MIB } from "./bytes.ts";
import { isSince, type TorchRelease } from "./torch-release.ts";

/** Two pools of :4096:2 and :16:8, in KiB. Source: `parseChosenWorkspaceSize`, aten/src/ATen/cuda/CublasHandlePool.cpp. */
const DEFAULT_BYTES = (4096 * 2 + 16 * 8) * KIB;
const LARGE_BYTES = 32 * MIB;

/**
 * Bytes that cuBLAS takes through the caching allocator for each handle and stream, and never gives back.
 *
 * Seen in recordings: 33,554,432 on an H100 with torch 2.6, twice in a whole step; 8,519,680 with 2.11. Read in the
 * source: 10.x and 12.x since pytorch#175344 (2.12), 11.0 since pytorch#189312 (2.14). A 2.14.1 wheel keeps its
 * workspaces; pytorch#194311 gives them back after each product, in releases that are not known here.
 * `CUBLAS_WORKSPACE_CONFIG` is not read.
 */
export function cublasWorkspaceBytes(computeCapability: string, release: TorchRelease): Bytes {
  const major = computeCapability.slice(0, computeCapability.indexOf("."));
  const large =
    computeCapability === "9.0" ||
    (["9", "10", "12"].includes(major) && isSince(release, [2, 12])) ||
    (major === "11" && isSince(release, [2, 14]));
  return bytes(large ? LARGE_BYTES : DEFAULT_BYTES);
}

/**
 * A training has two handles on one stream: the main thread's for the forward pass, and the autograd thread's for the
 * backward pass. Snapshots of forward passes hold one workspace, of whole steps two.
 */
export const CUBLAS_HANDLES = { forward: 1, training: 2 } as const;

/** What cuBLASLt (the bias epilogue of `addmm`) takes beside cuBLAS's workspace of the same handle and stream. */
export type CublasLtWorkspace = { readonly bytes: Bytes; readonly lifetime: "call" | "handle" | "shared" };

/**
 * 1 MiB within each call; kept for each handle and stream since pytorch#156495 (2.9); since pytorch#175879 (2.12) it is
 * cuBLAS's own. The first was seen in recordings of torch 2.5 and 2.6 for each `addmm` of more than one column; the rest
 * is read in the source and in these pull requests.
 */
export function cublasLtWorkspace(release: TorchRelease): CublasLtWorkspace {
  if (isSince(release, [2, 12])) return { bytes: bytes(0), lifetime: "shared" };
  return { bytes: bytes(MIB), lifetime: isSince(release, [2, 9]) ? "handle" : "call" };
}
