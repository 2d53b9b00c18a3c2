import type { PlainTraining } from "./plain.ts";
import { backward, gradient, makeNode } from "./autograd.ts";
import type { Criterion } from "./losses.ts";
import { allParameters, type Module, modulesInOrder } from "./module.ts";
import type { Stepper } from "./form.ts";
import { Name } from "./recorder.ts";
import { allocate, type Run } from "./run.ts";
import { float32Bytes, INT64_BYTES, numel, type Parameter, type Shape, type Tensor } from "./tensor.ts";

/** Steady from the second on; the third shows it. */
export const TRAINING_STEPS = 3;

/**
 * Batches of one step that are looked at: the first makes the gradients, the second adds to them, the last steps. Those
 * between the second and the last are the second again.
 */
export const MOST_ACCUMULATED = 3;

/** Two batches: the second is loaded while what the first left behind is still named. */
const EVALUATION_BATCHES = 2;

/** What `train()` and `evaluate()` of src/probe/vram_probe/step.py take. */
export type Parts = { readonly model: Module; readonly criterion: Criterion; readonly optimizer: Stepper };

/** `model.to(device)`: step 0. On the CPU the probe clones, since `to()` would copy nothing. */
export function moveModel(model: Module, { recorder, device }: Run): void {
  const operator = device.kind === "cuda" ? "aten::_to_copy" : "aten::clone";
  for (const { parameters, buffers } of modulesInOrder(model)) {
    for (const each of parameters) each.storage = recorder.allocate(operator, float32Bytes(each.shape), "parameters");
    for (const { bytes } of buffers) recorder.allocate(operator, bytes, "buffers");
  }
}

/** `train()`, name by name. */
export function train(
  { model, criterion, optimizer }: Parts,
  training: PlainTraining,
  batchSize: number,
  run: Run,
): void {
  const { recorder } = run;
  const parameters = allParameters(model);
  const [inputs, targets] = [new Name(recorder), new Name(recorder)];
  const [output, loss] = [new Name(recorder), new Name(recorder)];
  const accumulation = Math.min(training.gradient_accumulation, MOST_ACCUMULATED);
  for (let position = 0; position < TRAINING_STEPS * accumulation; position += 1) {
    const number = Math.floor(position / accumulation) + 1;
    const microBatch = position % accumulation;
    inputs.unbind(); // the `for` statement binds both to the next batch on the host
    targets.unbind();
    recorder.enter("setup", number);
    const batch = loadBatch(training, batchSize, run);
    inputs.bind(batch.inputs.storage);
    targets.bind(batch.targets.storage);
    if (microBatch === 0) zeroGrad(parameters, run);
    recorder.enter("forward", number);
    const result = model.forward(batch.inputs, run);
    output.bind(result.storage);
    const scalar = criterion(result, batch.targets, run);
    loss.bind(scalar.storage);
    recorder.enter("backward", number);
    const divided = accumulation > 1 ? shareOf(scalar, run) : scalar;
    if (divided !== scalar) loss.bind(divided.storage);
    runBackward(divided, run);
    if (microBatch < accumulation - 1) continue;
    recorder.enter("optimizer", number);
    optimizer.step(run);
  }
  for (const name of [inputs, targets, output, loss]) name.unbind();
}

/** `evaluate()`, name by name: there is no `loss`. */
export function evaluate({ model, criterion }: Parts, training: PlainTraining, batchSize: number, run: Run): void {
  const { recorder } = run;
  recorder.enter("evaluation", TRAINING_STEPS);
  run.training = false;
  const [inputs, targets, output] = [new Name(recorder), new Name(recorder), new Name(recorder)];
  for (let batchNumber = 0; batchNumber < EVALUATION_BATCHES; batchNumber += 1) {
    inputs.unbind();
    targets.unbind();
    const batch = loadBatch(training, batchSize, run);
    inputs.bind(batch.inputs.storage);
    targets.bind(batch.targets.storage);
    const result = model.forward(batch.inputs, run);
    output.bind(result.storage);
    recorder.drop(criterion(result, batch.targets, run).storage);
  }
  for (const name of [inputs, targets, output]) name.unbind();
}

/** `inputs.to(device, copy=True), targets.to(device, copy=True)`. */
function loadBatch(
  training: PlainTraining,
  batchSize: number,
  run: Run,
): { readonly inputs: Tensor; readonly targets: Tensor } {
  const [inputs, targets] = batchShapes(training, batchSize);
  const sizes = batchBytes(training, batchSize);
  return { inputs: toDevice(inputs, sizes.inputs, run), targets: toDevice(targets, sizes.targets, run) };
}

/** A batch on the device: inputs of float32 or int64 indices; targets of int64 class indices, or float32. */
export function batchBytes(
  training: PlainTraining,
  batchSize: number,
): { readonly inputs: number; readonly targets: number } {
  const [inputs, targets] = batchShapes(training, batchSize);
  const targetBytes = training.target.kind === "classes" ? numel(targets) * INT64_BYTES : float32Bytes(targets);
  const inputBytes = training.input.dtype === "int64" ? numel(inputs) * INT64_BYTES : float32Bytes(inputs);
  return { inputs: inputBytes, targets: targetBytes };
}

function batchShapes({ input, target }: PlainTraining, batchSize: number): readonly [inputs: Shape, targets: Shape] {
  return [[batchSize, ...input.shape], target.kind === "classes" ? [batchSize] : [batchSize, ...target.shape]];
}

function toDevice(shape: Shape, size: number, { recorder }: Run): Tensor {
  return { shape, storage: recorder.allocate("aten::_to_copy", size, "batch"), node: undefined, view: undefined };
}

/** `optimizer.zero_grad(set_to_none=True)`. */
function zeroGrad(parameters: readonly Parameter[], { recorder }: Run): void {
  for (const parameter of parameters) {
    if (parameter.grad !== undefined) recorder.drop(parameter.grad);
    parameter.grad = undefined;
  }
}

/** `loss / accumulation`. */
function shareOf(loss: Tensor, run: Run): Tensor {
  const storage = allocate(run, "aten::div", loss.shape);
  const node =
    loss.node && makeNode(run.recorder, loss.node.subject, loss.node, [], () => gradient(run, "aten::div", loss.shape));
  return { shape: loss.shape, storage, node, view: undefined };
}

/** `loss.backward()`: the loss's own gradient is one, held until the call returns. */
function runBackward(loss: Tensor, run: Run): void {
  const storage = allocate(run, "aten::ones_like", []);
  backward(run, loss, { shape: [], storage });
  run.recorder.drop(storage);
}
