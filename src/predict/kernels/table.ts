import { ATTENTION } from "./attention.ts";
import { BATCH_NORM } from "./batch-norm.ts";
import type { Formula } from "./formula.ts";
import { FOREACH } from "./foreach.ts";
import { INDICES } from "./indices.ts";
import { LOSSES } from "./losses.ts";
import { NORMS } from "./norms.ts";
import { PRODUCTS } from "./products.ts";
import { REDUCTIONS } from "./reductions.ts";
import { SOFTMAX } from "./softmax.ts";

const FAMILIES = {
  ...ATTENTION,
  ...BATCH_NORM,
  ...FOREACH,
  ...INDICES,
  ...LOSSES,
  ...NORMS,
  ...PRODUCTS,
  ...REDUCTIONS,
  ...SOFTMAX,
} as const;

/** An operator whose CUDA kernel takes memory that no tensor shows: as in src/probe/vram_probe/tracing/kernels.py. */
export type KernelOperator = keyof typeof FAMILIES;

export const KERNELS: Readonly<Record<KernelOperator, Formula>> = FAMILIES;

export function isKernelOperator(name: string): name is KernelOperator {
  return Object.hasOwn(KERNELS, name);
}
