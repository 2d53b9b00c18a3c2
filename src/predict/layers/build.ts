import type { KnownLayer } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { activation } from "./activation.ts";
import { batchNorm } from "./batch-norm.ts";
import { convolution } from "./convolution.ts";
import { dropout } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { groupNorm } from "./group-norm.ts";
import { instanceNorm } from "./instance-norm.ts";
import { layerNorm } from "./layer-norm.ts";
import { linear } from "./linear.ts";
import type { Module } from "./module.ts";
import { pooling } from "./pooling.ts";
import { rearrangement } from "./rearrangement.ts";
import { identity } from "./reshape.ts";
import { rmsNorm } from "./rms-norm.ts";
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
    case "Linear":
      return linear(layer);
    case "Embedding":
      return embedding(layer);
    case "ReLU":
    case "ReLU6":
    case "SiLU":
    case "Mish":
    case "SELU":
    case "Hardswish":
    case "Hardsigmoid":
    case "Sigmoid":
    case "Tanh":
    case "LogSigmoid":
    case "Softsign":
    case "Tanhshrink":
    case "GELU":
    case "LeakyReLU":
    case "ELU":
    case "CELU":
    case "Hardtanh":
    case "Threshold":
    case "Softplus":
    case "Softshrink":
    case "Hardshrink":
    case "PReLU":
    case "GLU":
    case "Softmax":
    case "LogSoftmax":
      return activation(layer);
    case "Dropout":
    case "Dropout1d":
    case "Dropout2d":
    case "Dropout3d":
    case "AlphaDropout":
      return dropout(layer);
    case "Conv1d":
    case "Conv2d":
    case "Conv3d":
    case "ConvTranspose1d":
    case "ConvTranspose2d":
    case "ConvTranspose3d":
      return convolution(layer);
    case "BatchNorm1d":
    case "BatchNorm2d":
    case "BatchNorm3d":
      return batchNorm(layer);
    case "InstanceNorm1d":
    case "InstanceNorm2d":
    case "InstanceNorm3d":
      return instanceNorm(layer);
    case "GroupNorm":
      return groupNorm(layer);
    case "LayerNorm":
      return layerNorm(layer);
    case "RMSNorm":
      return rmsNorm(layer);
    case "MaxPool1d":
    case "MaxPool2d":
    case "MaxPool3d":
    case "AvgPool1d":
    case "AvgPool2d":
    case "AvgPool3d":
    case "AdaptiveAvgPool1d":
    case "AdaptiveAvgPool2d":
    case "AdaptiveAvgPool3d":
    case "AdaptiveMaxPool1d":
    case "AdaptiveMaxPool2d":
      return pooling(layer);
    case "Identity":
    case "Flatten":
    case "Unflatten":
    case "PixelShuffle":
    case "PixelUnshuffle":
    case "Upsample":
    case "ZeroPad1d":
    case "ZeroPad2d":
    case "ZeroPad3d":
    case "ReflectionPad1d":
    case "ReflectionPad2d":
    case "ReflectionPad3d":
    case "ReplicationPad1d":
    case "ReplicationPad2d":
    case "ReplicationPad3d":
      return rearrangement(layer);
  }
}

function unknownLayer(layer: Layer): UnknownReason {
  return new Unpredictable(
    subjectOf(layer),
    "is not known to the layers engine",
    "predict it for a CUDA device, where its code may be run; the traced engine knows it; or measure this training",
  ).reason;
}
