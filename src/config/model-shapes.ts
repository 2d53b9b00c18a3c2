import type { KnownLayer } from "./known-layers.ts";
import { parametersOf } from "./parameters.ts";
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
  if (!checkIndices(reader, [...path, "input"], layers, input)) return;
  const output = checkShapes(reader, { layers, path: modelPath, batch }, input.shape);
  const against = output && target && loss && lossProblem(loss, target, output);
  if (against !== undefined) reader.problem([...path, "loss"], against);
}

/** Layers that take indices as well as numbers: they look at neither. */
const LEAVE_ALONE = new Set<Layer["type"]>(["Identity", "Flatten", "Unflatten"]);

/** Indices go into an Embedding, numbers do not. Reports the first layer that gets what it does not take. */
function checkIndices(
  reader: Reader,
  path: readonly (string | number)[],
  layers: readonly (Layer | undefined)[],
  input: TensorSpec,
): boolean {
  const first = leavesOf(layers).find((layer) => layer === undefined || !LEAVE_ALONE.has(layer.type));
  if (first === undefined || first.type === "other") return true; // who knows
  const message = indicesProblem(first, input);
  if (message !== undefined) reader.problem(path, message);
  return message === undefined;
}

function indicesProblem(first: Layer, input: TensorSpec): string | undefined {
  if (input.dtype === "float32")
    return first.type === "Embedding" ? "expected int64 with high, which Embedding takes, found float32" : undefined;
  if (first.type !== "Embedding") return `expected float32, which ${first.type} takes, found int64`;
  const rows = first.num_embeddings;
  return input.high > rows
    ? `expected at most ${rows} for high, the rows of the Embedding, found ${input.high}`
    : undefined;
}

function leavesOf(layers: readonly (Layer | undefined)[]): readonly (Layer | undefined)[] {
  return layers.flatMap((layer) => (layer?.type === "Sequential" ? leavesOf(layer.layers) : [layer]));
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
  const single = singleValue(layer, input);
  if (single !== undefined)
    reader.problem(here, `expected more than one value per channel, found ${single}`, layer.place);
  return result.shape;
}

/** What leaves a norm one value to normalize. Source: _verify_batch_size() and _verify_spatial_size(), torch/nn/functional.py. */
function singleValue({ type }: KnownLayer, [batch = 1, , ...sides]: Shape): string | undefined {
  const onePixel = sides.every((side) => side === 1);
  if (type.startsWith("InstanceNorm") && onePixel) return "one pixel";
  return type.startsWith("BatchNorm") && onePixel && batch === 1 ? "a batch of 1 with one pixel" : undefined;
}

/** Losses that take the index of a class; the others take a tensor of their input's shape. */
const CLASS_LOSSES = new Set<Loss["type"]>(["CrossEntropyLoss", "NLLLoss"]);

/** What a loss has against this output and target, for one sample; undefined where they go together. */
function lossProblem(loss: Loss, target: Target, [, ...output]: Shape): string | undefined {
  const found = formatShape([0, ...output]);
  if (loss.type === "other" || loss.type === "callable" || loss.type === "model") return undefined;
  if (target.kind === "classes") {
    if (!CLASS_LOSSES.has(loss.type))
      return `expected a target of the output's shape, as {shape: [${output.join(", ")}]}, found classes`;
    const wanted = formatShape([0, target.classes, ...target.shape]);
    return wanted === found
      ? undefined
      : `expected an output of ${wanted} for ${target.classes} classes, found ${found}`;
  }
  if (loss.type === "NLLLoss") return "expected a target of classes, which NLLLoss takes, found a tensor";
  if (loss.type === "CrossEntropyLoss" && loss.ignore_index >= 0)
    return `expected no ignore_index for a target of probabilities, found ${loss.ignore_index}`;
  const same = target.shape.length === output.length && target.shape.every((dim, axis) => dim === output[axis]);
  return same
    ? undefined
    : `expected an output of ${formatShape([0, ...target.shape])} for this target, found ${found}`;
}
