import { AXES, type KnownLayer, type LayerOf, type Normalization, rankOf } from "./known-layers.ts";
import {
  flattenedShape,
  paddedShape,
  shuffledShape,
  unflattenedShape,
  unshuffledShape,
  upsampledShape,
} from "./rearranged-shapes.ts";
import { formatShape, problem, type Shape, shape, type ShapeResult } from "./shape-result.ts";
import { adaptiveShape, convolutionShape, poolShape, transposedShape } from "./window-shapes.ts";

/**
 * The shape that a layer makes of `input`, both with the batch in front: [64, 1, 28, 28].
 * The batch stays the first dimension, always: what would fold or normalize it away is a problem.
 * Source: the `forward` of each module in torch.nn of torch 2.13.0, and what it calls.
 */
export function outputShape(layer: KnownLayer, input: Shape): ShapeResult {
  switch (layer.type) {
    case "Linear":
      return linear(layer, input);
    case "Embedding":
      return shape([...input, layer.embedding_dim]);
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
    case "Identity":
    case "Dropout":
    case "AlphaDropout":
      return shape(input);
    case "PReLU":
      return prelu(layer, input);
    case "GLU":
      return glu(layer, input);
    case "Softmax":
    case "LogSoftmax":
      return dimProblem(layer.dim, input) ?? shape(input);
    case "Dropout1d":
    case "Dropout2d":
    case "Dropout3d":
      return channelDropout(layer, input);
    case "Conv1d":
    case "Conv2d":
    case "Conv3d":
      return convolutionShape(layer, input);
    case "ConvTranspose1d":
    case "ConvTranspose2d":
    case "ConvTranspose3d":
      return transposedShape(layer, input);
    case "BatchNorm1d":
    case "BatchNorm2d":
    case "BatchNorm3d":
    case "InstanceNorm1d":
    case "InstanceNorm2d":
    case "InstanceNorm3d":
      return channelNorm(layer, input);
    case "GroupNorm":
      if (input.length >= 2 && input[1] === layer.num_channels) return shape(input);
      return problem(`expected an input of [N, ${layer.num_channels}, …], found ${formatShape(input)}`);
    case "LayerNorm":
    case "RMSNorm":
      return lastDimensionsNorm(layer, input);
    case "MaxPool1d":
    case "MaxPool2d":
    case "MaxPool3d":
    case "AvgPool1d":
    case "AvgPool2d":
    case "AvgPool3d":
      return poolShape(layer, input);
    case "AdaptiveAvgPool1d":
    case "AdaptiveAvgPool2d":
    case "AdaptiveAvgPool3d":
    case "AdaptiveMaxPool1d":
    case "AdaptiveMaxPool2d":
      return adaptiveShape(layer, input);
    case "Flatten":
      return flattenedShape(layer, input);
    case "Unflatten":
      return unflattenedShape(layer, input);
    case "PixelShuffle":
      return shuffledShape(layer, input);
    case "PixelUnshuffle":
      return unshuffledShape(layer, input);
    case "Upsample":
      return upsampledShape(layer, input);
    default:
      return paddedShape(layer, input);
  }
}

function linear({ in_features, out_features }: LayerOf<"Linear">, input: Shape): ShapeResult {
  if (input.length < 2 || input.at(-1) !== in_features) {
    return problem(`expected an input of [N, …, ${in_features}], found ${formatShape(input)}`);
  }
  return shape([...input.slice(0, -1), out_features]);
}

function prelu({ num_parameters }: LayerOf<"PReLU">, input: Shape): ShapeResult {
  if (num_parameters === 1 || input[1] === num_parameters) return shape(input);
  return problem(`expected an input of [N, ${num_parameters}, …], found ${formatShape(input)}`);
}

function glu({ dim }: LayerOf<"GLU">, input: Shape): ShapeResult {
  const wrong = dimProblem(dim, input);
  if (wrong !== undefined) return wrong;
  const at = dim < 0 ? dim + input.length : dim;
  if (at === 0) return problem("expected the batch, dimension 0, to be left alone, found it halved");
  const size = input[at] ?? 1;
  if (size % 2 !== 0) return problem(`expected an even size in dimension ${dim}, found ${size}`);
  return shape(input.map((each, index) => (index === at ? each / 2 : each)));
}

/** Undefined where `input` has the dimension. */
function dimProblem(dim: number, input: Shape): ShapeResult | undefined {
  const rank = input.length;
  if (dim >= -rank && dim < rank) return undefined;
  return problem(`expected dim from ${-rank} to ${rank - 1} for an input of ${formatShape(input)}, found ${dim}`);
}

/** Whole channels are dropped: they must be where PyTorch looks for them. */
function channelDropout({ type }: LayerOf<"Dropout1d" | "Dropout2d" | "Dropout3d">, input: Shape): ShapeResult {
  const rank = rankOf(type);
  if (input.length === 2 + rank || (type === "Dropout2d" && input.length === 3)) return shape(input);
  return problem(`expected an input of [N, channels, ${AXES[rank].join(", ")}], found ${formatShape(input)}`);
}

type ChannelNorm = Extract<Normalization, { num_features: number }>;

function channelNorm(layer: ChannelNorm, input: Shape): ShapeResult {
  const rank = rankOf(layer.type);
  const rows = layer.type === "BatchNorm1d" && input.length === 2;
  // What has nothing to learn and nothing to track, PyTorch lets pass with a warning.
  const counted = layer.type.startsWith("BatchNorm") || layer.affine || layer.track_running_stats;
  const fits = !counted || input[1] === layer.num_features;
  if ((rows || input.length === 2 + rank) && fits) return shape(input);
  const channels = counted ? layer.num_features : "channels";
  return problem(`expected an input of [N, ${channels}, ${AXES[rank].join(", ")}], found ${formatShape(input)}`);
}

function lastDimensionsNorm({ normalized_shape }: LayerOf<"LayerNorm" | "RMSNorm">, input: Shape): ShapeResult {
  const inner = input.slice(Math.max(1, input.length - normalized_shape.length));
  const same = inner.length === normalized_shape.length && inner.every((dim, i) => dim === normalized_shape[i]);
  if (same) return shape(input);
  return problem(`expected an input of [N, …, ${normalized_shape.join(", ")}], found ${formatShape(input)}`);
}
