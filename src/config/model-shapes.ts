import type { KnownLayer } from "./known-layers.ts";
import type { Reader } from "./reader.ts";
import { formatShape, type Shape } from "./shape-result.ts";
import { outputShape } from "./shapes.ts";
import type { Layer, Loss, NamedTensors, Place, Target, TensorSpec } from "./training.ts";

type Model = {
  readonly layers: readonly (Layer | undefined)[];
  readonly path: readonly (string | number)[];
  readonly batch: number;
};

/** Float32, and the widest that the layers engine keeps. */
const ELEMENT_BYTES = 4;
/** All that a step could keep at once, counted generously, stays an exact number: 2^49 bytes are 512 TiB. */
const MAX_STEP_BYTES = 2 ** 49;

/** What layers must go with; undefined is what could not be read. */
type Around = {
  readonly layers: readonly (Layer | undefined)[];
  readonly batch: number;
  readonly input: TensorSpec | NamedTensors | undefined;
  readonly target: Target | undefined;
  readonly loss: Loss | undefined;
};

/** Reports what does not fit together in a training of `layers`, which stands at `path`. */
export function checkLayers(
  reader: Reader,
  path: readonly (string | number)[],
  { layers, batch, input, target, loss }: Around,
): void {
  const modelPath = [...path, "model", "layers"];
  checkTrainable(reader, modelPath, layers);
  if (loss?.type === "model")
    reader.problem([...path, "loss"], "expected a loss, since layers return none, found model");
  if (input === undefined) return;
  if ("tensors" in input) {
    reader.problem([...path, "input"], "expected one tensor, which layers take, found a map");
    return;
  }
  if (input.dtype === "int64") {
    const known = firstLeaf(layers)?.type !== "other"; // Embedding, or who knows
    if (known) reader.problem([...path, "input"], "expected float32, which the first layer takes, found int64");
    return;
  }
  const output = checkShapes(reader, { layers, path: modelPath, batch }, input.shape);
  const against = output && target && loss && lossProblem(loss, target, output);
  if (against !== undefined) reader.problem([...path, "loss"], against);
}

function firstLeaf(layers: readonly (Layer | undefined)[]): Layer | undefined {
  const [first] = layers;
  return first?.type === "Sequential" ? firstLeaf(first.layers) : first;
}

/** Source: `Optimizer.__init__`, torch/optim/optimizer.py: "optimizer got an empty parameter list". */
function checkTrainable(
  reader: Reader,
  path: readonly (string | number)[],
  layers: readonly (Layer | undefined)[],
): void {
  const learns = (layer: Layer | undefined): boolean => {
    if (layer === undefined || layer.type === "other") return true; // who knows
    return layer.type === "Sequential" ? layer.layers.some(learns) : parametersOf(layer) > 0;
  };
  if (!layers.some(learns)) reader.problem(path, "expected a layer with parameters, found nothing to train");
}

/**
 * Follows one batch through the layers and reports every layer that does not take what comes before it.
 * Gives the output's shape; undefined where it cannot be known: after a layer that the engine does not know, or a
 * problem.
 */
function checkShapes(reader: Reader, { layers, path, batch }: Model, input: Shape): Shape | undefined {
  let shape: Shape | undefined = [batch, ...input];
  let bytes = sizeOf(shape);
  const walk = (list: readonly (Layer | undefined)[], at: readonly (string | number)[]): void => {
    for (const [index, layer] of list.entries()) {
      if (shape === undefined) return;
      const here = [...at, index];
      if (layer?.type === "Sequential") {
        walk(layer.layers, [...here, "Sequential"]);
        continue;
      }
      shape = layer === undefined || layer.type === "other" ? undefined : checkLayer(reader, layer, here, shape);
      bytes += shape === undefined || layer === undefined ? 0 : sizeOf(shape) + parametersOf(layer) * ELEMENT_BYTES;
      if (bytes <= MAX_STEP_BYTES) continue;
      reader.problem(here, "expected a step that a computer can hold, found more than 512 TiB up to here");
      shape = undefined;
    }
  };
  walk(layers, path);
  return shape;
}

function sizeOf(shape: Shape): number {
  return shape.reduce((product, dim) => product * dim, ELEMENT_BYTES);
}

function checkLayer(
  reader: Reader,
  layer: KnownLayer & { readonly place: Place },
  path: readonly (string | number)[],
  input: Shape,
): Shape | undefined {
  const here = [...path, layer.type];
  const result = outputShape(layer, input);
  if (result.kind === "problem") {
    reader.problem(here, result.message, layer.place);
    return undefined;
  }
  // Source: _verify_batch_size, torch/nn/functional.py
  const [batch = 1, , ...inner] = input;
  if (layer.type === "BatchNorm2d" && inner.reduce((product, side) => product * side, batch) === 1) {
    reader.problem(here, "expected more than one value per channel, found a batch of 1 with one pixel", layer.place);
  }
  return result.shape;
}

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

/** What a loss has against this output and target, for one sample; undefined where they go together. */
function lossProblem(loss: Loss, target: Target, [, ...output]: Shape): string | undefined {
  const found = formatShape([0, ...output]);
  if (loss.type !== "CrossEntropyLoss" && loss.type !== "MSELoss") return undefined;
  if (target.kind === "tensor") {
    const same = target.shape.length === output.length && target.shape.every((dim, axis) => dim === output[axis]);
    return same
      ? undefined
      : `expected an output of ${formatShape([0, ...target.shape])} for this target, found ${found}`;
  }
  if (loss.type === "MSELoss")
    return `expected a target of the output's shape, as {shape: [${output.join(", ")}]}, found classes`;
  const wanted = [0, target.classes, ...target.shape];
  if (formatShape(wanted) === found) return undefined;
  return `expected an output of ${formatShape(wanted)} for ${target.classes} classes, found ${found}`;
}
