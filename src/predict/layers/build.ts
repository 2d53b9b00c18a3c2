import type { KnownLayer, Layer } from "../../config/training.ts";
import { gelu, relu } from "./activation.ts";
import { batchNorm2d } from "./batch-norm.ts";
import { conv2d } from "./convolution.ts";
import { dropout } from "./dropout.ts";
import { layerNorm } from "./layer-norm.ts";
import { linear } from "./linear.ts";
import type { Module } from "./module.ts";
import { adaptiveAvgPool2d, maxPool2d } from "./pooling.ts";
import { flatten, identity } from "./reshape.ts";
import { sequential } from "./sequential.ts";
import type { UnknownReason } from "../prediction.ts";
import { subjectOf, Unpredictable } from "./unpredictable.ts";

/** A layer that runs something itself, with its module. */
export type Leaf = { readonly layer: Layer & KnownLayer; readonly module: Module };

/** A Sequential of `layers`, its leaves in order, and every layer that the engine does not know. */
export type Build = {
  readonly module: Module;
  readonly leaves: readonly Leaf[];
  readonly reasons: readonly UnknownReason[];
};

/** Builds the modules of `layers`, with parameters of their own. */
export function buildModel(layers: readonly Layer[]): Build {
  const children = layers.map((layer) => ({ name: layer.name, ...buildLayer(layer) }));
  return {
    module: sequential(children.map(({ name, module }) => [name, module])),
    leaves: children.flatMap(({ leaves }) => leaves),
    reasons: children.flatMap(({ reasons }) => reasons),
  };
}

function buildLayer(layer: Layer): Build {
  if (layer.type === "Sequential") return buildModel(layer.layers);
  if (layer.type === "other") return { module: identity(), leaves: [], reasons: [unknownLayer(layer)] };
  const module = buildLeaf(layer);
  return { module, leaves: [{ layer, module }], reasons: [] };
}

function buildLeaf(layer: Layer & KnownLayer): Module {
  switch (layer.type) {
    case "Flatten":
      return flatten(layer);
    case "Linear":
      return linear(layer);
    case "ReLU":
      return relu(layer);
    case "GELU":
      return gelu(layer);
    case "Identity":
      return identity();
    case "Dropout":
      return dropout(layer);
    case "Conv2d":
      return conv2d(layer);
    case "BatchNorm2d":
      return batchNorm2d(layer);
    case "LayerNorm":
      return layerNorm(layer);
    case "MaxPool2d":
      return maxPool2d(layer);
    case "AdaptiveAvgPool2d":
      return adaptiveAvgPool2d(layer);
  }
}

function unknownLayer(layer: Layer): UnknownReason {
  return new Unpredictable(
    subjectOf(layer),
    "is not known to the layers engine",
    "measure this training, or use Flatten, Linear, ReLU, GELU, Identity, Dropout, Conv2d, BatchNorm2d, LayerNorm, MaxPool2d, AdaptiveAvgPool2d and Sequential",
  ).reason;
}
