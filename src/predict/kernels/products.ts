import { type Call, type Formula, itemBytes, numel, optionalTensor, type Platform } from "./formula.ts";
import type { Scratch } from "./scratch.ts";

/** Matrix products: what they take beside the workspaces of src/memory/workspaces.ts. Read in the source. */
export const PRODUCTS = {
  "aten::addmm": copies,
  "aten::baddbmm": copies,
  "aten::bmm": copies,
  "aten::mm": copies,
} satisfies Record<string, Formula>;

/**
 * cuBLAS reads matrices whose rows or columns lie one after another; others are copied, as the gradient that a sum
 * expands. The tracer writes down no other products.
 * Source: prepare_matrix_for_cublas() and prepare_batch_matrix_for_cublas() in aten/src/ATen/native/cuda/Blas.cpp.
 */
function copies<Id>(call: Call, _platform: Platform, scratch: Scratch<Id>): void {
  const added = "mat1" in call || "batch1" in call;
  for (const name of ["mat1", "batch1", ...(added ? [] : ["self"]), "mat2", "batch2"]) {
    const matrix = optionalTensor(call, name);
    if (matrix === undefined) continue;
    const [columns = 1, rows = 1] = matrix.shape.toReversed();
    const [across = 1, down = 1] = matrix.stride.toReversed();
    const byRows = across === 1 && down >= Math.max(1, columns);
    const byColumns = down === 1 && across >= Math.max(1, rows);
    if (!byRows && !byColumns) scratch.take(numel(matrix.shape) * itemBytes(matrix.dtype));
  }
}
