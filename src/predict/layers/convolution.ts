import type { Convolution, KnownLayer, TransposedConvolution } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import type { Bytes } from "../../memory/bytes.ts";
import { CUDNN, convolutionWorkspaces, isDepthwise } from "../../memory/convolution-workspaces.ts";
import { accumulate, makeNode } from "./autograd.ts";
import type { Module } from "./module.ts";
import { allocate, reduce, type Run } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import { FLOAT32_BYTES, numel, parameter, type Shape, type Tensor } from "./tensor.ts";
import { subjectOf, Unpredictable } from "./unpredictable.ts";

type AnyConvolution = Layer & (Convolution | TransposedConvolution);

/** x: [N, in, …]. Keeps x. */
export function convolution(layer: AnyConvolution): Module {
  const weight = parameter(weightShape(layer));
  const bias = layer.bias ? parameter([layer.out_channels]) : undefined;

  function forward(input: Tensor, run: Run): Tensor {
    const { recorder } = run;
    const shape = shapeAfter(layer, input.shape);
    checkIndexing(layer, run, [input.shape, shape]);
    checkResized(layer, input.shape, shape, run);
    const storage = allocate(run, "aten::convolution", shape);
    const workspaces = workspacesOf(layer, input.shape, shape, run);
    useCudnn(run, workspaces?.forward);
    if (!run.training) return { shape, storage, node: undefined, view: undefined };

    const node = makeNode(recorder, subjectOf(layer), input.node, [input.storage], (grad) => {
      const operator = "aten::convolution_backward";
      const inputGrad = input.node ? { shape: input.shape, storage: allocate(run, operator, input.shape) } : undefined;
      accumulate(run, weight, allocate(run, operator, weight.shape));
      if (bias) accumulate(run, bias, allocate(run, operator, bias.shape));
      if (inputGrad) useCudnn(run, workspaces?.input_gradient);
      useCudnn(run, workspaces?.weight_gradient);
      if (bias) {
        const allButChannels = grad.shape.map((_, dim) => dim).filter((dim) => dim !== 1);
        reduce(run, operator, grad.shape, allButChannels);
      }
      return inputGrad;
    });
    return { shape, storage, node, view: undefined };
  }

  return {
    parameters: bias ? [weight, bias] : [weight],
    children: [],
    buffers: [],
    outputShape: (input) => shapeAfter(layer, input),
    forward,
  };
}

/**
 * On the CPU, a transposed convolution of volumes may make a tensor like its input and resize it, which never gives bytes
 * back; whether it does is oneDNN's choice. Source: slow_conv_transpose3d_cpu(), NaiveConvolutionTranspose3d.cpp.
 */
function checkResized(layer: AnyConvolution, input: Shape, output: Shape, { device }: Run): void {
  if (layer.type !== "ConvTranspose3d" || device.kind !== "cpu" || numel(output) >= numel(input)) return;
  throw new Unpredictable(
    subjectOf(layer),
    "makes less than it gets, in a tensor whose size on the CPU is not known",
    "predict it for a CUDA device, or pad less",
  );
}

export function isConvolution(layer: KnownLayer): layer is Convolution | TransposedConvolution {
  return layer.type.startsWith("Conv");
}

/** Whether cuDNN runs it. */
export function usesCudnn(layer: Convolution | TransposedConvolution): boolean {
  const { groups, in_channels, out_channels } = layer;
  return !isDepthwise({ groups, channels: in_channels, filters: out_channels, transposed: isTransposed(layer) });
}

/** Undefined where cuDNN has no part in it. */
function workspacesOf(layer: AnyConvolution, input: Shape, output: Shape, { device }: Run) {
  if (device.kind === "cpu") return undefined;
  const call = {
    input,
    output,
    kernel: layer.kernel_size,
    groups: layer.groups,
    transposed: isTransposed(layer),
    element_bytes: FLOAT32_BYTES,
    channels_last: false,
  };
  return convolutionWorkspaces(call, device.compute_capability);
}

/** A workspace that lives inside the call. */
function useCudnn({ recorder }: Run, size: Bytes | undefined): void {
  if (size !== undefined && size > 0) recorder.drop(recorder.allocate(CUDNN, size, "workspace"));
}

function weightShape(layer: AnyConvolution): Shape {
  const { in_channels, out_channels, groups, kernel_size } = layer;
  const channels = isTransposed(layer) ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
  return [...channels, ...kernel_size];
}

function isTransposed(layer: Convolution | TransposedConvolution): layer is TransposedConvolution {
  return "output_padding" in layer;
}

/** Beyond 2³¹ elements PyTorch leaves cuDNN or splits the batch (needs_64bit_indexing in Convolution.cpp). */
function checkIndexing(layer: AnyConvolution, { device }: Run, shapes: readonly Shape[]): void {
  if (device.kind !== "cuda" || shapes.every((shape) => numel(shape) < 2 ** 31)) return;
  throw new Unpredictable(
    subjectOf(layer),
    "has more than 2^31 elements, where PyTorch takes another path",
    "measure it, or use a smaller batch",
  );
}
