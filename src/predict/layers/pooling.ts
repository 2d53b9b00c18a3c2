import { type Pooling, rankOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { gradient, makeNode } from "./autograd.ts";
import { type Module, STATELESS } from "./module.ts";
import { allocate, allocateIndices, reduce, type Run } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import type { Gradient, Node, Shape, Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

type Pool = Layer & Pooling;

/**
 * Those that look for the largest value make int64 indices beside their output, without gradients too, and keep them.
 * Over one axis, what comes out is a view of an image that is one high.
 */
export function pooling(layer: Pool): Module {
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      const shape = shapeAfter(layer, input.shape);
      if (isMean(layer, shape)) return meanForward(layer, input, shape, run);
      return poolForward(layer, input, shape, run);
    },
  };
}

/** What each runs: pooling over one axis is pooling over two, of which the first is one high. */
function operatorOf({ type }: Pooling): string {
  const rank = Math.max(2, rankOf(type));
  if (type.startsWith("MaxPool")) return `aten::max_pool${rank}d_with_indices`;
  if (type.startsWith("AvgPool")) return `aten::avg_pool${rank}d`;
  return type.startsWith("AdaptiveMax") ? `aten::adaptive_max_pool${rank}d` : `aten::_adaptive_avg_pool${rank}d`;
}

function poolForward(layer: Pool, input: Tensor, shape: Shape, run: Run): Tensor {
  const { recorder } = run;
  const operator = operatorOf(layer);
  const storage = allocate(run, operator, shape);
  const indices = layer.type.includes("Max") ? [allocateIndices(run, operator, shape)] : [];
  const node =
    input.node &&
    makeNode(recorder, subjectOf(layer), input.node, [input.storage, ...indices], () =>
      unsqueezed(layer, gradient(run, `${operator}_backward`, input.shape)),
    );
  for (const each of indices) recorder.drop(each);
  return { shape, storage, node, view: viewOf(layer, node) };
}

/** adaptive_avg_pool2d() in aten/src/ATen/native/AdaptiveAveragePooling.cpp: to one value it is mean(), which keeps nothing. */
function isMean({ type }: Pooling, shape: Shape): boolean {
  return type.startsWith("AdaptiveAvg") && shape.slice(-rankOf(type)).every((side) => side === 1);
}

function meanForward(layer: Pool, input: Tensor, shape: Shape, run: Run): Tensor {
  const storage = allocate(run, "aten::mean", shape);
  const dims = input.shape.map((_, dim) => dim).slice(-rankOf(layer.type));
  reduce(run, "aten::mean", input.shape, dims);
  // mean_backward(): expand() is a view, the division by the count is not.
  const node =
    input.node &&
    makeNode(run.recorder, subjectOf(layer), input.node, [], () =>
      unsqueezed(layer, gradient(run, "aten::div", input.shape)),
    );
  return { shape, storage, node, view: viewOf(layer, node) };
}

/** Over one axis, the gradient is a view too. */
function unsqueezed({ type }: Pooling, grad: Gradient): Gradient {
  return rankOf(type) === 1 ? { ...grad, view: true } : grad;
}

function viewOf({ type }: Pooling, node: Node | undefined): Tensor["view"] {
  return rankOf(type) === 1 ? { base: node } : undefined;
}
