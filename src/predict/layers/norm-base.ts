import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import type { Module } from "./module.ts";
import { shapeAfter } from "./shape-after.ts";
import { FLOAT32_BYTES, INT64_BYTES, type Parameter, parameter } from "./tensor.ts";

type ChannelNorm = Layer &
  LayerOf<"BatchNorm1d" | "BatchNorm2d" | "BatchNorm3d" | "InstanceNorm1d" | "InstanceNorm2d" | "InstanceNorm3d">;

/** What a norm over channels holds, whatever it runs. Source: `_NormBase`, torch/nn/modules/batchnorm.py. */
export function normBase(
  layer: ChannelNorm,
  forward: (affine: readonly Parameter[], ...given: Parameters<Module["forward"]>) => ReturnType<Module["forward"]>,
): Module {
  const channels = layer.num_features;
  const affine = layer.affine ? [parameter([channels]), parameter([channels])] : [];
  const statistics = [
    { name: "running_mean", bytes: channels * FLOAT32_BYTES },
    { name: "running_var", bytes: channels * FLOAT32_BYTES },
    { name: "num_batches_tracked", bytes: INT64_BYTES },
  ];
  return {
    children: [],
    parameters: affine,
    buffers: layer.track_running_stats ? statistics : [],
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => forward(affine, input, run),
  };
}
