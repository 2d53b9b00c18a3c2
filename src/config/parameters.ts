import type { Layer } from "./training.ts";

/** How many numbers a layer learns. Source: `__init__` of each module in torch.nn. */
export function parametersOf(layer: Layer): number {
  switch (layer.type) {
    case "Linear":
      return layer.out_features * (layer.in_features + (layer.bias ? 1 : 0));
    case "Embedding":
      return layer.num_embeddings * layer.embedding_dim;
    case "PReLU":
      return layer.num_parameters;
    case "Conv1d":
    case "Conv2d":
    case "Conv3d":
    case "ConvTranspose1d":
    case "ConvTranspose2d":
    case "ConvTranspose3d": {
      const { in_channels, out_channels, groups, kernel_size, bias } = layer;
      return (out_channels * in_channels * product(kernel_size)) / groups + (bias ? out_channels : 0);
    }
    case "BatchNorm1d":
    case "BatchNorm2d":
    case "BatchNorm3d":
    case "InstanceNorm1d":
    case "InstanceNorm2d":
    case "InstanceNorm3d":
      return layer.affine ? 2 * layer.num_features : 0;
    case "GroupNorm":
      return layer.affine ? 2 * layer.num_channels : 0;
    case "LayerNorm":
      return layer.elementwise_affine ? product(layer.normalized_shape) * (layer.bias ? 2 : 1) : 0;
    case "RMSNorm":
      return layer.elementwise_affine ? product(layer.normalized_shape) : 0;
    case "Sequential":
      return layer.layers.reduce((total, inner) => total + parametersOf(inner), 0);
    default:
      return 0;
  }
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
