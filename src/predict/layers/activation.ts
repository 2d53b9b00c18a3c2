import type { Activation, LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { softsign, tanhshrink } from "./composite-activation.ts";
import { elementwise, elementwiseInPlace, overwrite } from "./elementwise.ts";
import { type Module, STATELESS } from "./module.ts";
import { prelu } from "./prelu.ts";
import { allocate, type Run } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import type { Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

/** An activation that runs one operator. */
export type Operator = {
  readonly forward: string;
  readonly backward: string;
  /** What backward needs; in place, PyTorch copies an input that backward needs before it writes over it. */
  readonly keeps: "input" | "output";
  /** In place, some keep what comes out, which says as much. */
  readonly keepsInPlace?: "output";
};

type Composite = "PReLU" | "Softsign" | "Tanhshrink";
type Direct = Exclude<Activation["type"], Composite>;

/** Source: tools/autograd/derivatives.yaml. */
const OPERATORS: Readonly<Record<Direct, Operator>> = {
  ReLU: { forward: "aten::relu", backward: "aten::threshold_backward", keeps: "output" },
  ReLU6: keepingInput("hardtanh"),
  SiLU: keepingInput("silu"),
  Mish: keepingInput("mish"),
  SELU: { ...keepingInput("elu"), keepsInPlace: "output" },
  Hardswish: keepingInput("hardswish"),
  Hardsigmoid: keepingInput("hardsigmoid"),
  Sigmoid: { ...keepingInput("sigmoid"), keeps: "output" },
  Tanh: { ...keepingInput("tanh"), keeps: "output" },
  LogSigmoid: { ...keepingInput("log_sigmoid"), forward: "aten::log_sigmoid_forward" },
  GELU: keepingInput("gelu"),
  LeakyReLU: { ...keepingInput("leaky_relu"), keepsInPlace: "output" },
  ELU: { ...keepingInput("elu"), keepsInPlace: "output" },
  CELU: { forward: "aten::celu", backward: "aten::elu_backward", keeps: "input", keepsInPlace: "output" },
  Hardtanh: keepingInput("hardtanh"),
  Threshold: keepingInput("threshold"),
  Softplus: keepingInput("softplus"),
  Softshrink: keepingInput("softshrink"),
  Hardshrink: keepingInput("hardshrink"),
  GLU: keepingInput("glu"),
  Softmax: { forward: "aten::_softmax", backward: "aten::_softmax_backward_data", keeps: "output" },
  LogSoftmax: { forward: "aten::_log_softmax", backward: "aten::_log_softmax_backward_data", keeps: "output" },
};

function keepingInput(name: string): Operator {
  return { forward: `aten::${name}`, backward: `aten::${name}_backward`, keeps: "input" };
}

export function activation(layer: Layer & Activation): Module {
  if (layer.type === "PReLU") return prelu(layer);
  if (layer.type === "Softsign") return { ...SHAPELESS, forward: (input, run) => softsign(layer, input, run) };
  if (layer.type === "Tanhshrink") return { ...SHAPELESS, forward: (input, run) => tanhshrink(layer, input, run) };
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) =>
      "inplace" in layer && layer.inplace
        ? inPlaceForward(layer, OPERATORS[layer.type], input, run)
        : forward(layer, OPERATORS[layer.type], input, run),
  };
}

const SHAPELESS = { ...STATELESS, outputShape: (input: Tensor["shape"]) => input };

type DirectLayer = Layer & LayerOf<Direct>;

function forward(layer: DirectLayer, { forward: name, backward, keeps }: Operator, input: Tensor, run: Run): Tensor {
  const shape = shapeAfter(layer, input.shape);
  const storage = allocate(run, name, shape);
  // The exponential of every element, which backward would otherwise take again; CUDA does.
  const exponential = layer.type === "LogSigmoid" && run.device.kind === "cpu" ? [allocate(run, name, shape)] : [];
  const saved = [keeps === "input" ? input.storage : storage, ...exponential];
  const output = elementwise({ subject: subjectOf(layer), input, shape, storage, saved, backward }, run);
  for (const each of exponential) run.recorder.drop(each);
  return output;
}

function inPlaceForward(layer: DirectLayer, operator: Operator, input: Tensor, run: Run): Tensor {
  const { shape } = input;
  const keepsOutput = (operator.keepsInPlace ?? operator.keeps) === "output";
  const copy = input.node && !keepsOutput ? allocate(run, "aten::clone", shape) : undefined;
  const storage = overwrite(input, run);
  const saved = [copy ?? storage];
  const { backward } = operator;
  const output = elementwiseInPlace({ subject: subjectOf(layer), input, shape, storage, saved, backward }, run);
  if (copy) run.recorder.drop(copy);
  return output;
}
