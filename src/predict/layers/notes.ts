import type { KnownLayer } from "../../config/known-layers.ts";
import type { Device } from "../../memory/device.ts";
import { isConvolution, usesCudnn } from "./convolution.ts";

/** What the trace leaves out or assumes on this device, in plain words. */
export function notesOn(layers: readonly KnownLayer[], device: Device): readonly string[] {
  if (device.kind === "cpu") return ["tensors are counted; scratch inside an operator is not"];
  const convolutions = layers.filter((layer) => isConvolution(layer) && usesCudnn(layer)).length;
  const batchNorms = layers.filter(({ type }) => type.startsWith("BatchNorm")).length;
  return [
    ...(convolutions > 0 ? [`cuDNN's workspace for ${plural(convolutions, "convolution")} is assumed`] : []),
    ...(batchNorms > 0 ? [`cuDNN is taken to need no workspace for ${plural(batchNorms, "batch norm")}`] : []),
  ];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
