import { type Bytes, bytes } from "./bytes.ts";
import type { Trace } from "./trace.ts";

/** One convolution: x [N, in, …], y [N, out, …] and the kernel's size; y is the shorter one where it is transposed. */
export type Convolution = {
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly kernel: readonly number[];
  readonly groups: number;
  readonly transposed: boolean;
  readonly element_bytes: number;
  /** Tensors have their channels last in memory, as cuDNN's tensor-core kernels want them. */
  readonly channels_last: boolean;
};

/** What cuDNN takes for itself while each of a convolution's three kernels runs. */
export type ConvolutionWorkspaces = {
  readonly forward: Bytes;
  readonly input_gradient: Bytes;
  readonly weight_gradient: Bytes;
};

/** The operator by which a trace names these workspaces. */
export const CUDNN = "cudnn";

/**
 * cuDNN's heuristics choose a kernel and with it a workspace of any size; no rule without cuDNN can know it. This one
 * says the copies of x and y with their channels last that tensor-core kernels make of ordinary tensors.
 *
 * The coefficients (a gradient's kernel takes two copies beyond one element) were fitted on device memory of whole
 * trainings on an A100 in float32 (TF32): VGG-16, ResNet-50 and MobileNetV2 of GPUMemNet, VGG-11 and -16, ResNet-18 and
 * -34 and Darknet-53 of its timm runs. On 88 trainings of other networks the median error is 2.0 %, the 90th percentile
 * 4.3 %; without workspaces it was 3.6 % and 11.2 %. A recorded A10G has copies of this size, and of the weights, for
 * most kernels of a ResNet-50 at batch 1. Without tensor cores a recorded card of 7.5 took 50 to 205 KB in float32,
 * where the copies would be 1.5 to 24 MB.
 */
export function convolutionWorkspaces(convolution: Convolution, computeCapability: string): ConvolutionWorkspaces {
  const { input, output, kernel, groups, transposed, element_bytes, channels_last } = convolution;
  const [, channels = 1] = input;
  const [, filters = 1] = output;
  const needsCopies =
    hasTensorCores(element_bytes, computeCapability) &&
    !channels_last &&
    !isDepthwise({ channels, filters, groups, transposed });
  const copies = needsCopies ? (numel(input) + numel(output)) * element_bytes : 0;
  const backward = bytes(numel(kernel) > 1 ? 2 * copies : copies);
  return { forward: bytes(copies), input_gradient: backward, weight_gradient: backward };
}

/** Half precision from Volta on, float32 as TF32 from Ampere on: allow_tf32 is on for convolutions by default. */
function hasTensorCores(elementBytes: number, computeCapability: string): boolean {
  return Number.parseInt(computeCapability, 10) >= (elementBytes === 2 ? 7 : 8);
}

/** is_depthwise() in aten/src/ATen/native/Convolution.cpp: float32 ones run PyTorch's own kernel, without cuDNN. */
export function isDepthwise(convolution: {
  readonly channels: number;
  readonly filters: number;
  readonly groups: number;
  readonly transposed: boolean;
}): boolean {
  const { channels, filters, groups, transposed } = convolution;
  return !transposed && groups > 1 && groups === channels && filters % channels === 0;
}

/** The trace with cuDNN's workspaces at `share` of what the rule says; 0 leaves them out. */
export function withWorkspaceShare(trace: Trace, share: number): Trace {
  const scaled = new Set<number>();
  return trace.flatMap((event): Trace => {
    if (event.op === "free") return share === 0 && scaled.has(event.id) ? [] : [event];
    if (event.operator !== CUDNN) return [event];
    scaled.add(event.id);
    return share === 0 ? [] : [{ ...event, bytes: bytes(Math.round(event.bytes * share)) }];
  });
}

function numel(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
