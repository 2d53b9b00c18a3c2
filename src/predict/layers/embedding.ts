import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { contiguous } from "../kernels/formula.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import { allocate, type Run, scratchOf } from "./run.ts";
import { parameter, type Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

const BACKWARD = "aten::embedding_dense_backward";

/** Rows of a table by int64 indices, which it keeps. The gradient is as large as the table. */
export function embedding(layer: Layer & LayerOf<"Embedding">): Module {
  const { num_embeddings, embedding_dim } = layer;
  const weight = parameter([num_embeddings, embedding_dim]);

  function forward(input: Tensor, run: Run): Tensor {
    const { recorder } = run;
    const shape = [...input.shape, embedding_dim];
    const storage = allocate(run, "aten::embedding", shape);
    if (!run.training) return { shape, storage, node: undefined, view: undefined };
    const node = makeNode(recorder, subjectOf(layer), undefined, [input.storage], () => {
      const grad = allocate(run, BACKWARD, weight.shape);
      scratchOf(run, BACKWARD, {
        grad_output: contiguous(shape, "float32"),
        indices: contiguous(input.shape, "int64"),
        num_weights: num_embeddings,
      });
      accumulate(run, weight, grad);
      return undefined;
    });
    return { shape, storage, node, view: undefined };
  }

  return {
    children: [],
    parameters: [weight],
    buffers: [],
    outputShape: (input) => [...input, embedding_dim],
    forward,
  };
}
