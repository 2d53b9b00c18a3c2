import { deviceOf } from "../../../src/memory/devices.ts";
import type { TorchRelease } from "../../../src/memory/torch-release.ts";
import { type Call, contiguous, type Platform } from "../../../src/predict/kernels/formula.ts";
import { Scratch } from "../../../src/predict/kernels/scratch.ts";
import { type KernelOperator, KERNELS } from "../../../src/predict/kernels/table.ts";
import type { Tensor } from "../../../src/predict/traced-event.ts";

/** What a call asks for, in order, and the most that is alive at once, in bytes. */
export type Taken = { readonly sizes: readonly number[]; readonly peak: number; readonly left: number };

export function taken(operator: KernelOperator, call: Call, on = platform("a100-80")): Taken {
  const sizes: number[] = [];
  let [alive, peak] = [0, 0];
  const scratch = new Scratch(
    (bytes) => {
      alive += bytes;
      peak = Math.max(peak, alive);
      return sizes.push(bytes) - 1;
    },
    (id) => {
      alive -= sizes[id] ?? 0;
    },
  );
  scratch.within(() => KERNELS[operator](call, on, scratch));
  return { sizes, peak, left: alive };
}

export function platform(id: string, release: TorchRelease = [2, 13]): Platform {
  return { device: deviceOf({ kind: "catalogue", id }), release };
}

export function of(dtype: string, ...shape: readonly number[]): Tensor {
  return contiguous(shape, dtype);
}

/** The same shape, seen through an exchange of dimensions 1 and 2: a gradient that came through transpose(1, 2). */
export function heads(dtype: string, batch: number, count: number, length: number, width: number): Tensor {
  return { shape: [batch, count, length, width], stride: [length * count * width, width, count * width, 1], dtype };
}
