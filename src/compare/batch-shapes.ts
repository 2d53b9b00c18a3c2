import type { MeasurementDocument } from "../measure/measurement.ts";

export type BatchShape = MeasurementDocument["batch_shapes"][number];

/**
 * Those that some measured steps had and others had not. A generator's noise and a discriminator's images are two shapes
 * of every step, and do not vary.
 */
export function varyingShapes({ steps, batch_shapes }: MeasurementDocument): readonly BatchShape[] {
  return batch_shapes.filter((shape) => shape.steps < steps);
}

/** The one with the most bytes. */
export function largestShape(shapes: readonly BatchShape[]): BatchShape | undefined {
  return shapes.toSorted((a, b) => shapeBytes(b) - shapeBytes(a))[0];
}

/** How often a shape came that was larger than all before it: so often batches alone may have raised what is alive. */
export function timesLarger(shapes: readonly BatchShape[]): number {
  let [largest, times] = [0, -1]; // the first is not larger than another
  for (const shape of shapes) {
    const size = shapeBytes(shape);
    if (size <= largest) continue;
    largest = size;
    times += 1;
  }
  return Math.max(times, 0);
}

/** Of tensors as the probe writes them: `float32[8, 3, 224, 224]` is 8 × 3 × 224 × 224 × 4 bytes. */
export function shapeBytes({ tensors }: Pick<BatchShape, "tensors">): number {
  return tensors.reduce((sum, tensor) => sum + tensorBytes(tensor), 0);
}

function tensorBytes(tensor: string): number {
  const [, dtype = "", shape = ""] = /^(\w+)\[([\d, ]*)\]$/.exec(tensor) ?? [];
  const sizes = shape === "" ? [] : shape.split(",").map(Number);
  return sizes.reduce((product, size) => product * size, elementBytes(dtype));
}

/** PyTorch names a dtype by its bits: `bfloat16`, `int64`, `float8_e4m3fn`; only `bool` has none, and is a byte. */
function elementBytes(dtype: string): number {
  const [bits = "8"] = /\d+/.exec(dtype) ?? [];
  return Number(bits) / 8;
}
