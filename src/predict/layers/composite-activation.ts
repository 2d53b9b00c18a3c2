import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { makeNode } from "./autograd.ts";
import { allocate, type Run } from "./run.ts";
import type { Gradient, Node, Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

// Activations of several operators: their input goes two ways, and the gradients of both are summed.

/** x / (1 + |x|). Keeps x twice and the sum. Source: softsign(), torch/nn/functional.py. */
export function softsign(layer: Layer & LayerOf<"Softsign">, input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const { shape } = input;
  const absolute = allocate(run, "aten::abs", shape);
  const sum = allocate(run, "aten::add", shape);
  recorder.drop(absolute);
  const storage = allocate(run, "aten::div", shape);
  const node = input.node && softsignNode(layer, input, input.node, sum, run);
  recorder.drop(sum);
  return { shape, storage, node, view: undefined };
}

function softsignNode(
  layer: Layer & LayerOf<"Softsign">,
  input: Tensor,
  before: Node,
  sum: Tensor["storage"],
  run: Run,
): Node {
  const { recorder } = run;
  const { shape } = input;
  const gradient = (operator: string): Gradient => ({ shape, storage: allocate(run, operator, shape) });

  const absolute = makeNode(recorder, subjectOf(layer), before, [input.storage], () => {
    const sign = gradient("aten::sgn");
    const result = gradient("aten::mul");
    recorder.drop(sign.storage);
    return result;
  });
  return makeNode(recorder, subjectOf(layer), absolute, [sum, input.storage], () => {
    // −grad · ((x / sum) / sum), and grad / sum, which waits for the other way
    const [once, twice] = [gradient("aten::div"), gradient("aten::div")];
    const negative = gradient("aten::neg");
    const result = gradient("aten::mul");
    for (const { storage } of [negative, twice, once]) recorder.drop(storage);
    before.pending = gradient("aten::div");
    return result;
  });
}

/** x − tanh(x). Keeps tanh(x). Source: tanhshrink(), torch/nn/functional.py. */
export function tanhshrink(layer: Layer & LayerOf<"Tanhshrink">, input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const { shape } = input;
  const tanh = allocate(run, "aten::tanh", shape);
  const storage = allocate(run, "aten::sub", shape);
  const node = input.node && tanhshrinkNode(layer, input, input.node, tanh, run);
  recorder.drop(tanh);
  return { shape, storage, node, view: undefined };
}

function tanhshrinkNode(
  layer: Layer & LayerOf<"Tanhshrink">,
  { shape }: Tensor,
  before: Node,
  tanh: Tensor["storage"],
  run: Run,
): Node {
  const { recorder } = run;
  const inner = makeNode(recorder, subjectOf(layer), before, [tanh], () => ({
    shape,
    storage: allocate(run, "aten::tanh_backward", shape),
  }));
  return makeNode(recorder, subjectOf(layer), inner, [], (grad) => {
    before.pending = { ...grad, storage: recorder.keep(grad.storage) };
    return { shape, storage: allocate(run, "aten::neg", shape) };
  });
}
