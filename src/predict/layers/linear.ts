import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import { allocate, reduce, type Run, useCublas } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import { type Gradient, numel, parameter, type Shape, type Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

type Linear = Layer & LayerOf<"Linear">;

/**
 * y = x Wᵀ + b over the last dimension. x: […, in], y: […, out]; the leading dimensions are folded into rows by views,
 * which cost nothing. Keeps x for the gradient of W.
 */
export function linear(layer: Linear): Module {
  const { in_features, out_features } = layer;
  const weight = parameter([out_features, in_features]);
  const bias = layer.bias ? parameter([out_features]) : undefined;

  function forward(input: Tensor, run: Run): Tensor {
    const { recorder } = run;
    const shape = shapeAfter(layer, input.shape);
    const storage = allocate(run, bias ? "aten::addmm" : "aten::mm", shape);
    useCublas(run);
    // addmm's rows are unfolded by a view; matmul's by _unsafe_view(), which autograd takes for a tensor of its own.
    const folded = bias !== undefined && input.shape.length > 2;
    if (!run.training) return { shape, storage, node: undefined, view: folded ? { base: undefined } : undefined };

    // Orders as in derivatives.yaml's generated code: addmm has dX before dW, mm has dW before dX.
    const node = makeNode(recorder, subjectOf(layer), input.node, [input.storage], (grad) => {
      const inputGrad = input.node && bias ? unfolded(product(run, input.shape)) : undefined;
      const weightGrad = product(run, weight.shape).storage;
      if (bias) accumulate(run, bias, sumOverRows(run, grad.shape));
      accumulate(run, weight, weightGrad); // which another node transposes first
      return input.node && !bias ? unfolded(product(run, input.shape)) : inputGrad;
    });
    return { shape, storage, node, view: folded ? { base: node } : undefined };
  }

  return {
    parameters: bias ? [weight, bias] : [weight],
    children: [],
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward,
  };
}

/** The gradient of folded rows is a view of the product's. */
function unfolded(grad: Gradient): Gradient {
  return grad.shape.length > 2 ? { ...grad, view: true } : grad;
}

function product(run: Run, shape: Shape): Gradient {
  const storage = allocate(run, "aten::mm", shape);
  useCublas(run);
  return { shape, storage };
}

function sumOverRows(run: Run, grad: Shape) {
  const columns = grad.at(-1) ?? 1;
  const storage = allocate(run, "aten::sum", [columns]);
  reduce(run, "aten::sum", [numel(grad) / columns, columns], [0]);
  return storage;
}
