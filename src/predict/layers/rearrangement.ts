import type { Rearrangement } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { elementwise } from "./elementwise.ts";
import { type Module, STATELESS } from "./module.ts";
import { flatten, identity, unflatten } from "./reshape.ts";
import { allocate } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import { subjectOf } from "./unpredictable.ts";

/** What moves, repeats or pads values in a new tensor, and its gradient back in another; padding by values keeps its input. */
type Copy = { readonly forward: string; readonly backward: string; readonly keepsInput: boolean };

export function rearrangement(layer: Layer & Rearrangement): Module {
  if (layer.type === "Identity") return identity();
  if (layer.type === "Flatten") return flatten(layer);
  if (layer.type === "Unflatten") return unflatten(layer);
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      const shape = shapeAfter(layer, input.shape);
      const { forward, backward, keepsInput } = copyOf(layer, shape.length - 2);
      const storage = allocate(run, forward, shape);
      const saved = keepsInput ? [input.storage] : [];
      return elementwise({ subject: subjectOf(layer), input, shape, storage, saved, backward }, run);
    },
  };
}

type Copying = Exclude<Rearrangement, { type: "Identity" | "Flatten" | "Unflatten" }>;

function copyOf(layer: Copying, axes: number): Copy {
  switch (layer.type) {
    case "PixelShuffle":
      return { forward: "aten::pixel_shuffle", backward: "aten::pixel_unshuffle", keepsInput: false };
    case "PixelUnshuffle":
      return { forward: "aten::pixel_unshuffle", backward: "aten::pixel_shuffle", keepsInput: false };
    case "Upsample":
      return withBackward(`${UPSAMPLERS[layer.mode]}${axes}d`, false);
    case "ZeroPad1d":
    case "ZeroPad2d":
    case "ZeroPad3d":
      // Its gradient is padded by as much less: cut.
      return { forward: "aten::constant_pad_nd", backward: "aten::constant_pad_nd", keepsInput: false };
    case "ReflectionPad1d":
    case "ReflectionPad2d":
    case "ReflectionPad3d":
    case "ReplicationPad1d":
    case "ReplicationPad2d":
    case "ReplicationPad3d":
      return withBackward(`aten::${layer.type.toLowerCase().replace("pad", "_pad")}`, true);
  }
}

const UPSAMPLERS = {
  nearest: "aten::upsample_nearest",
  "nearest-exact": "aten::_upsample_nearest_exact",
  linear: "aten::upsample_linear",
  bilinear: "aten::upsample_bilinear",
  bicubic: "aten::upsample_bicubic",
  trilinear: "aten::upsample_trilinear",
} as const;

function withBackward(forward: string, keepsInput: boolean): Copy {
  return { forward, backward: `${forward}_backward`, keepsInput };
}
