import { smOf } from "./compute-capability.ts";
import type { CudaDevice } from "./device.ts";

/** Keys that are sorted, each with a value: `cub::DeviceRadixSort::SortPairs`. */
export type Pairs = {
  readonly count: number;
  readonly key_bytes: number;
  readonly value_bytes: number;
  /** How many bits of a key tell it from the others. */
  readonly bits: number;
};

const DIGITS = 256;
const ALIGNMENT = 256;

/**
 * Temporary storage that cub asks for to sort pairs, in bytes: 1 where one block can sort them all. That was seen in
 * recordings; the rest is read in cub's dispatch_radix_sort.cuh and tuning_radix_sort.cuh (CUDA 13.0), for 64-bit offsets.
 *
 * Keys of 1 or 2 bytes are sorted another way on cards before Hopper: a table of digits that is left out here.
 */
export function radixSortBytes(device: CudaDevice, { count, key_bytes, value_bytes, bits }: Pairs): number {
  const widest = Math.max(key_bytes, value_bytes, 4);
  if (count <= 256 * perThread(19, widest)) return 1;
  const passes = Math.ceil(bits / 8);
  const tile = tileItems(device, key_bytes, value_bytes, widest);
  const copies = passes > 1 ? [count * key_bytes, count * value_bytes] : [0, 0];
  const parts = [passes * DIGITS * 8, Math.ceil(count / tile) * DIGITS * 4, ...copies, passes * 4];
  return parts.reduce((sum, part) => sum + Math.ceil(part / ALIGNMENT) * ALIGNMENT, ALIGNMENT - 1);
}

/** Items of one block of a pass, by the policy of the card's generation. */
function tileItems(device: CudaDevice, keyBytes: number, valueBytes: number, widest: number): number {
  const sm = smOf(device);
  if (sm >= 90) return 384 * perThread(keyBytes >= 8 ? (valueBytes < 8 ? 30 : 24) : valueBytes < 8 ? 17 : 29, widest);
  if (sm >= 80) return 384 * perThread(keyBytes === 4 ? 17 : 21, widest);
  if (sm >= 70) return 256 * perThread(keyBytes === 4 && valueBytes === 4 ? 46 : 23, widest);
  return 256 * perThread(29, widest);
}

/** RegBoundScaling: a policy's items are meant for 4 bytes. */
function perThread(nominal: number, bytes: number): number {
  return Math.max(1, Math.floor((nominal * 4) / bytes));
}

/** get_num_bits() in ATen/cuda/cub.h: of the largest key. */
export function bitsOf(largest: number): number {
  return largest < 2 ? 1 : Math.floor(Math.log2(largest)) + 1;
}
