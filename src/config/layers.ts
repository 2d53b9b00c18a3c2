import { bindCall, readCall, type Vocabulary } from "./call.ts";
import { LAYER_SIGNATURES } from "./layer-signatures.ts";
import { formatValue, type Path } from "./problem.ts";
import type { Reader } from "./reader.ts";
import { TORCH_CONTAINERS, TORCH_LAYERS, TORCH_LOSSES, TORCH_OPTIMIZERS } from "./torch-names.ts";
import type { KnownLayer } from "./known-layers.ts";
import type { Layer } from "./training.ts";

const LAYERS: Vocabulary<KnownLayer> = {
  what: "layer",
  signatures: LAYER_SIGNATURES,
  torchNames: TORCH_LAYERS,
  elsewhere: (name) => {
    if (TORCH_LOSSES.includes(name)) return `expected a layer, found the loss ${name}, which belongs under loss`;
    if (TORCH_OPTIMIZERS.includes(name)) return `expected a layer, found the optimizer ${name}`;
    return TORCH_CONTAINERS.includes(name)
      ? `expected a layer with a forward pass of its own, found ${name}`
      : undefined;
  },
};

/** The deepest networks that anyone trains have a tenth of it. */
const MAX_LAYERS = 10_000;

/**
 * The layers of a Sequential, named as `named_modules()` names them below `prefix`. A layer that cannot be read is
 * undefined, so that those after it keep their names.
 */
export function readLayers(reader: Reader, path: Path, written: unknown, prefix = ""): (Layer | undefined)[] {
  if (!Array.isArray(written)) {
    reader.problem(path, `expected a list of layers, found ${formatValue(written)}`);
    return [undefined];
  }
  if (written.length > MAX_LAYERS) {
    reader.problem(path, `expected at most ${MAX_LAYERS} layers in one list, found ${written.length}`);
    return [undefined];
  }
  return written.map((item: unknown, index) => readLayer(reader, [...path, index], item, `${prefix}${index}`));
}

function readLayer(reader: Reader, path: Path, written: unknown, name: string): Layer | undefined {
  const call = readCall(reader, path, written, "layer");
  if (call === undefined) return undefined;
  const place = reader.place(path);
  if (call.name !== "Sequential") {
    const layer = bindCall(reader, call, LAYERS);
    return layer && { name, place, ...layer };
  }
  const layers = readLayers(reader, call.path, call.args ?? [], `${name}.`);
  const read = layers.filter((layer) => layer !== undefined);
  return read.length === layers.length ? { name, place, type: "Sequential", layers: read } : undefined;
}
