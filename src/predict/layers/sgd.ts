import type { KnownOptimizer } from "../../config/training.ts";
import type { Form, Step } from "./form.ts";
import { Name, type Storage } from "./recorder.ts";
import { allocate, type Run } from "./run.ts";
import { dropList, foreachResult } from "./tensor-list.ts";
import type { Parameter } from "./tensor.ts";

type SGD = KnownOptimizer & { readonly type: "SGD" };

/** Momentum buffers by parameter, from the first step on. */
type Buffers = Map<Parameter, Storage>;

/** torch/optim/sgd.py. */
export function sgd(optimizer: SGD, form: Form, parameters: readonly Parameter[]): Step {
  const buffers: Buffers = new Map();
  const forms = { single_tensor: singleTensor, foreach, fused };
  return (run) => forms[form](optimizer, parameters, buffers, run);
}

export function sgdStates({ momentum }: SGD): number {
  return momentum === 0 ? 0 : 1;
}

/** _single_tensor_sgd(): its variable `grad` holds a temporary until the next parameter binds it again. */
function singleTensor(optimizer: SGD, parameters: readonly Parameter[], buffers: Buffers, run: Run): void {
  const { recorder } = run;
  const grad = new Name(recorder);
  for (const parameter of parameters) {
    const { shape } = parameter;
    if (optimizer.maximize) grad.bind(allocate(run, "aten::neg", shape));
    else grad.unbind();
    if (optimizer.weight_decay !== 0) grad.bind(allocate(run, "aten::add", shape));
    if (optimizer.momentum === 0) continue;
    momentumBuffer("aten::clone", parameter, buffers, run);
    if (optimizer.nesterov) grad.bind(allocate(run, "aten::add", shape));
    else grad.unbind();
  }
  grad.unbind();
}

/** _multi_tensor_sgd(): maximize and weight decay share one copy of the gradients. */
function foreach(optimizer: SGD, parameters: readonly Parameter[], buffers: Buffers, run: Run): void {
  const copied = optimizer.maximize || optimizer.weight_decay !== 0;
  const operator = optimizer.maximize ? "aten::_foreach_neg" : "aten::_foreach_add";
  const grads = copied ? foreachResult(run, operator, parameters) : [];
  if (optimizer.momentum !== 0) {
    for (const parameter of parameters) momentumBuffer("aten::clone", parameter, buffers, run);
  }
  dropList(run.recorder, grads);
}

/** _fused_sgd(): nothing but the buffers, made without values in the first step. */
function fused(optimizer: SGD, parameters: readonly Parameter[], buffers: Buffers, run: Run): void {
  if (optimizer.momentum === 0) return;
  for (const parameter of parameters) momentumBuffer("aten::empty_like", parameter, buffers, run);
}

function momentumBuffer(operator: string, parameter: Parameter, buffers: Buffers, run: Run): void {
  if (buffers.has(parameter)) return;
  const buffer = allocate(run, operator, parameter.shape);
  run.recorder.label(buffer, "optimizer");
  buffers.set(parameter, buffer);
}
