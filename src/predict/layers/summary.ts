import type { PlainTraining } from "./plain.ts";
import { bytes } from "../../memory/bytes.ts";
import type { Trace } from "../../memory/trace.ts";
import type { LayerSummary, ModelSummary, NominalBytes } from "../prediction.ts";
import type { Leaf } from "./build.ts";
import { allParameters, type Module, modulesInOrder } from "./module.ts";
import { statesAParameter } from "./optimizer.ts";
import { batchBytes } from "./step.ts";
import { FLOAT32_BYTES, numel, type Parameter, type Shape } from "./tensor.ts";

/** What the model is: the same at every batch size but for the shapes, which carry the batch in front. */
export function summarize(leaves: readonly Leaf[], input: Shape): ModelSummary {
  let shape = input;
  const layers: LayerSummary[] = leaves.map(({ layer, module }) => {
    shape = module.outputShape(shape);
    return { name: layer.name, type: layer.type, output_shape: shape, parameters: count(module.parameters) };
  });
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return { parameters, trainable_parameters: parameters, layers };
}

/** The formulas. An optimizer's `step` counters are left out: they are 4 bytes each, and on the host by default. */
export function nominalBytes(model: Module, training: PlainTraining, batchSize: number, trace: Trace): NominalBytes {
  const parameters = count(allParameters(model)) * FLOAT32_BYTES;
  const batch = batchBytes(training, batchSize);
  const buffers = modulesInOrder(model).flatMap((module) => module.buffers);
  return {
    parameters: bytes(parameters),
    buffers: bytes(buffers.reduce((sum, buffer) => sum + buffer.bytes, 0)),
    gradients: bytes(parameters),
    optimizer: bytes(parameters * statesAParameter(training.optimizer)),
    batch: bytes(batch.inputs + batch.targets),
    activations: bytes(activationBytes(trace)),
  };
}

/** What forward leaves to backward, of one step; it is the same in each. */
export function activationBytes(trace: Trace): number {
  return trace.reduce(
    (sum, event) =>
      event.op === "alloc" && event.category === "activations" && event.step === 1 ? sum + event.bytes : sum,
    0,
  );
}

function count(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { shape }) => sum + numel(shape), 0);
}
