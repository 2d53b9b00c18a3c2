import type { Bytes } from "../memory/bytes.ts";
import { type Convolution, convolutionWorkspaces } from "../memory/convolution-workspaces.ts";
import { type Call, itemBytes, number, numbers } from "./kernels/formula.ts";
import { isTensor, type Tensor } from "./traced-event.ts";

/** What cuDNN takes in a traced convolution, one after another; nothing for other operators. */
export function workspacesOf(operator: string, call: Call, computeCapability: string): readonly Bytes[] {
  const workspaces = (output: readonly number[], input: Tensor, weight: Tensor) =>
    convolutionWorkspaces(convolution(call, input, weight, output), computeCapability);
  const { input, weight } = call;
  if (!isTensor(input) || !isTensor(weight)) return [];
  if (operator === "aten::convolution") {
    return present([workspaces(outputShape(call, input, weight), input, weight).forward]);
  }
  const { grad_output, output_mask } = call;
  if (operator !== "aten::convolution_backward" || !isTensor(grad_output)) return [];
  const { input_gradient, weight_gradient } = workspaces(grad_output.shape, input, weight);
  const [ofInput, ofWeight] = Array.isArray(output_mask) ? output_mask : [];
  return present([...(ofInput === true ? [input_gradient] : []), ...(ofWeight === true ? [weight_gradient] : [])]);
}

function convolution(call: Call, input: Tensor, weight: Tensor, output: readonly number[]): Convolution {
  return {
    input: input.shape,
    output,
    kernel: weight.shape.slice(2),
    groups: number(call, "groups"),
    transposed: call["transposed"] === true,
    element_bytes: itemBytes(input.dtype),
    channels_last: isChannelsLast(input) || isChannelsLast(weight),
  };
}

/** As cudnn_conv_suggest_memory_format() in aten/src/ATen/native/ConvUtils.h: either of the two decides. */
function isChannelsLast({ shape, stride }: Tensor): boolean {
  const [, channels = 1] = shape;
  return channels > 1 && stride[1] === 1 && stride.at(-1) === channels;
}

/** floor((size + 2 padding − dilation (kernel − 1) − 1) / stride) + 1, or its inverse. */
function outputShape(call: Call, { shape }: Tensor, weight: Tensor): readonly number[] {
  const [stride, padding, dilation] = [numbers(call, "stride"), numbers(call, "padding"), numbers(call, "dilation")];
  const [first = 1, second = 1, ...kernel] = weight.shape;
  const [batch = 1, , ...sizes] = shape;
  const transposed = call["transposed"] === true;
  const axis = (size: number, dim: number) => {
    const span = (dilation[dim] ?? 1) * ((kernel[dim] ?? 1) - 1);
    const [step, pad] = [stride[dim] ?? 1, padding[dim] ?? 0];
    const more = numbers(call, "output_padding")[dim] ?? 0;
    if (transposed) return (size - 1) * step - 2 * pad + span + more + 1;
    return Math.floor((size + 2 * pad - span - 1) / step) + 1;
  };
  return [batch, transposed ? second * number(call, "groups") : first, ...sizes.map(axis)];
}

function present(sizes: readonly Bytes[]): readonly Bytes[] {
  return sizes.filter((size) => size > 0);
}
