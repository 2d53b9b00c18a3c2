import { makeNode } from "./autograd.ts";
import type { Storage } from "./recorder.ts";
import { contiguous } from "../kernels/formula.ts";
import { isKernelOperator } from "../kernels/table.ts";
import { allocate, type Run, scratchOf } from "./run.ts";
import type { Gradient, Node, Shape, Tensor } from "./tensor.ts";
import type { Subject } from "./unpredictable.ts";

/** An operator of one input, whose gradient has the shape of that input. */
export type Elementwise = {
  readonly subject: Subject;
  readonly input: Tensor;
  /** The output's. */
  readonly shape: Shape;
  /** The output's: the caller's own, or from {@linkcode overwrite}. */
  readonly storage: Storage;
  readonly saved: readonly Storage[];
  /** The operator of the gradient. */
  readonly backward: string;
};

/** Writes over `input`: one more reference to its storage, at a new version. */
export function overwrite({ storage }: Tensor, { recorder }: Run): Storage {
  storage.version += 1;
  return recorder.keep(storage);
}

/** The output in a tensor of its own, with the node of its gradient where the input has one. */
export function elementwise(operation: Elementwise, run: Run): Tensor {
  const { input, shape, storage } = operation;
  return { shape, storage, node: input.node && nodeOf(operation, input.node, run), view: undefined };
}

/**
 * The input itself after a change in place: a view stays one. Its base gets a new grad_fn, and it one that goes through
 * as_strided, as on every device that supports it (VariableHooks::grad_fn() in torch/csrc/autograd/variable.cpp).
 */
export function elementwiseInPlace(operation: Elementwise, run: Run): Tensor {
  const { input } = operation;
  if (input.view === undefined) return elementwise(operation, run);
  if (!input.node) return input;
  const slices = copySlices(operation, input.view.base, run);
  return { ...input, node: asStrided(operation, slices, run), view: { base: slices } };
}

function nodeOf({ subject, input, saved, backward }: Elementwise, next: Node | undefined, run: Run): Node {
  const { shape } = input;
  return makeNode(run.recorder, subject, next, saved, () => {
    const storage = allocate(run, backward, shape);
    if (isKernelOperator(backward)) scratchOf(run, backward, { output: contiguous(shape, "float32") });
    return { shape, storage };
  });
}

/** CopySlices, the base's new grad_fn: copies the whole gradient, and clones the part that the operator's own gradient works on. */
function copySlices(operation: Elementwise, base: Node | undefined, run: Run): Node {
  const { recorder } = run;
  const inner = nodeOf(operation, base, run);
  function apply({ shape }: Gradient): Gradient {
    const result = allocate(run, "aten::new_empty_strided", shape);
    const slice = allocate(run, "aten::clone", shape);
    const changed = inner.apply({ shape, storage: slice });
    recorder.drop(slice);
    if (changed) recorder.drop(changed.storage);
    return { shape, storage: result };
  }
  return { ...inner, apply };
}

/** AsStridedBackward, the view's new grad_fn: writes its gradient into zeros of the base's size. */
function asStrided({ subject }: Elementwise, slices: Node, run: Run): Node {
  return makeNode(run.recorder, subject, slices, [], ({ shape }) => ({
    shape,
    storage: allocate(run, "aten::new_zeros", shape),
    view: true,
  }));
}
