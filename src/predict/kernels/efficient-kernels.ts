import { sharedMemoryBytes, smOf } from "../../memory/compute-capability.ts";
import type { CudaDevice } from "../../memory/device.ts";

/** A backward kernel of memory-efficient attention. */
export type BackwardKernel = {
  /** A block works on so many queries and keys, `kBlockSizeI` and `kBlockSizeJ`. */
  readonly queries: number;
  readonly keys: number;
  /** The widest head that it takes, `kMaxK`. */
  readonly widest: number;
  /** Shared memory of a block, `sizeof(SharedStorage)` with dropout. */
  readonly shared_bytes: number;
};

/**
 * The kernels in the order in which PyTorch tries them, by what the card has and whether the elements have 2 bytes.
 * Twins with the same blocks (for aligned lengths, for dropout) are left out.
 *
 * Source: `dispatch_cutlassB()` in transformers/cuda/mem_eff_attention/kernels/cutlassB.h of torch 2.13. The shared memory
 * was printed by PyTorch's own templates, compiled with CUTLASS 4.2.
 */
function kernels(sm: number, half: boolean): readonly BackwardKernel[] {
  if (sm >= 80) return half ? [...NARROW_SM80, ...(sm === 86 || sm === 89 ? [WIDE_96] : []), ...WIDE_SM80] : FLOAT_SM80;
  return half && sm >= 70 ? HALF_SM70 : SMALL;
}

const kernel = (queries: number, keys: number, widest: number, shared_bytes: number): BackwardKernel => ({
  queries,
  keys,
  widest,
  shared_bytes,
});

const ANY = 65_536;
const NARROW_SM80 = [kernel(64, 64, 32, 40_192), kernel(64, 64, 64, 52_480)];
/** Has no twin for dropout. */
const WIDE_96 = kernel(128, 64, 96, 91_648);
const WIDE_SM80 = [kernel(128, 128, 128, 162_304), kernel(64, 64, 128, 34_048), kernel(128, 64, ANY, 60_928)];
const FLOAT_SM80 = [
  kernel(64, 64, 32, 53_504),
  kernel(64, 64, 64, 53_504),
  kernel(128, 64, 128, 121_344),
  kernel(64, 64, 128, 67_840),
  kernel(128, 64, ANY, 121_344),
  kernel(64, 64, ANY, 67_840),
];
const HALF_SM70 = [kernel(64, 64, 64, 27_904), kernel(128, 64, 128, 54_784), kernel(128, 64, ANY, 54_784)];
const SMALL = [kernel(64, 64, 64, 37_120), kernel(64, 64, ANY, 37_120)];

/** The first kernel that takes heads `width` wide, with dropout or without, and fits the card. */
export function backwardKernel(device: CudaDevice, half: boolean, width: number, dropout: boolean): BackwardKernel {
  const most = sharedMemoryBytes(device);
  const chosen = kernels(smOf(device), half).find(
    (each) => each.widest >= width && each.shared_bytes <= most && !(dropout && each === WIDE_96),
  );
  if (chosen === undefined) throw new Error(`Cannot find a kernel for heads ${width} wide on ${device.name}`);
  return chosen;
}
