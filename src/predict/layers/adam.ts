import type { KnownOptimizer } from "../../config/training.ts";
import type { Form, Step } from "./form.ts";
import { Name } from "./recorder.ts";
import { allocate, type Run } from "./run.ts";
import { dropList, foreachResult } from "./tensor-list.ts";
import { FLOAT32_BYTES, type Parameter } from "./tensor.ts";

type Adam = KnownOptimizer & { readonly type: "Adam" | "AdamW" };

/** torch/optim/adam.py, and adamw.py, which is Adam with decoupled weight decay. */
export function adam(optimizer: Adam, form: Form, parameters: readonly Parameter[]): Step {
  let started = false;
  return (run) => {
    if (!started) for (const parameter of parameters) makeState(optimizer, form, parameter, run);
    started = true;
    if (form === "single_tensor") singleTensor(optimizer, parameters, run);
    if (form === "foreach") foreach(optimizer, parameters, run);
  };
}

export function adamStates({ amsgrad }: Adam): number {
  return amsgrad ? 3 : 2;
}

/** _init_group(): `step` is a scalar on the host unless fused; there a CUDA device does not hold it. */
function makeState(optimizer: Adam, form: Form, { shape }: Parameter, run: Run): void {
  const { recorder, device } = run;
  if (form === "fused") recorder.allocate("aten::zeros", FLOAT32_BYTES, "optimizer");
  else if (device.kind === "cpu") recorder.allocate("aten::lift_fresh", FLOAT32_BYTES, "optimizer");
  for (let i = 0; i < adamStates(optimizer); i += 1) {
    recorder.label(allocate(run, "aten::zeros_like", shape), "optimizer");
  }
}

/** _single_tensor_adam(): its variables `grad` and `denom` hold on to their tensors until the next parameter. */
function singleTensor(optimizer: Adam, parameters: readonly Parameter[], run: Run): void {
  const { recorder } = run;
  const grad = new Name(recorder);
  const denom = new Name(recorder);
  for (const { shape } of parameters) {
    if (optimizer.maximize) grad.bind(allocate(run, "aten::neg", shape));
    else grad.unbind();
    if (addsWeightDecay(optimizer)) grad.bind(allocate(run, "aten::add", shape));
    const root = allocate(run, "aten::sqrt", shape);
    const quotient = allocate(run, "aten::div", shape);
    recorder.drop(root);
    denom.bind(quotient);
  }
  grad.unbind();
  denom.unbind();
}

/** _multi_tensor_adam(): a copy of the gradients where they change, gone before the square roots of all parameters. */
function foreach(optimizer: Adam, parameters: readonly Parameter[], run: Run): void {
  const { recorder } = run;
  const negated = optimizer.maximize ? foreachResult(run, "aten::_foreach_neg", parameters) : [];
  // The step counters are on the host: they grow by a host scalar made for the purpose.
  if (run.device.kind === "cpu") recorder.drop(recorder.allocate("aten::lift_fresh", FLOAT32_BYTES));
  const decays = addsWeightDecay(optimizer) && !optimizer.maximize;
  const decayed = decays ? foreachResult(run, "aten::_foreach_add", parameters) : [];
  dropList(recorder, decayed);
  dropList(recorder, negated);
  dropList(recorder, foreachResult(run, "aten::_foreach_sqrt", parameters));
}

/** AdamW shrinks the parameters in place instead. */
function addsWeightDecay({ type, weight_decay }: Adam): boolean {
  return type === "Adam" && weight_decay !== 0;
}
