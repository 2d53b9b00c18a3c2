import type { KnownOptimizer } from "../../config/training.ts";
import type { Form, Step, Stepper } from "./form.ts";
import { Name, type Recorder, type Storage } from "./recorder.ts";
import { allocate, type Run } from "./run.ts";
import { dropList, foreachResult } from "./tensor-list.ts";
import { FLOAT32_BYTES, type Parameter } from "./tensor.ts";

/** The optimizers that divide by what they keep of each parameter's gradients, but for Adam: see adam.ts. */
export type Adaptive = Exclude<KnownOptimizer, { readonly type: "SGD" | "Adam" | "AdamW" }>;

type Rule = {
  /** How each host scalar of a parameter is made: its number of steps, and NAdam's product of momenta. */
  readonly counters: readonly string[];
  /** The for-loop's variables beside `grad`; the last operator of each gives what it holds, those before are gone then. */
  readonly names: readonly (readonly string[])[];
  /** `grad` is bound to the parameter's gradient first, and only then to its negative. */
  readonly rebinds: boolean;
  /** foreach makes the gradients' negatives before it counts the step. */
  readonly negatesFirst: boolean;
};

/** Source: torch/optim/{rmsprop,adagrad,adadelta,adamax,nadam,radam}.py of torch 2.13.0. */
const RULES: Readonly<Record<Adaptive["type"], Rule>> = {
  RMSprop: { counters: ["aten::zeros"], names: [["aten::sqrt"]], rebinds: true, negatesFirst: true },
  Adagrad: { counters: ["aten::lift_fresh"], names: [["aten::sqrt"]], rebinds: true, negatesFirst: true },
  Adadelta: { counters: ["aten::zeros"], names: [["aten::add"], ["aten::add"]], rebinds: true, negatesFirst: false },
  Adamax: { counters: ["aten::lift_fresh"], names: [], rebinds: true, negatesFirst: true },
  NAdam: {
    counters: ["aten::lift_fresh", "aten::lift_fresh"],
    names: [["aten::div", "aten::sqrt"]],
    rebinds: false,
    negatesFirst: true,
  },
  RAdam: { counters: ["aten::lift_fresh"], names: [["aten::div"]], rebinds: false, negatesFirst: false },
};

export function adaptive(optimizer: Adaptive, form: Form, parameters: readonly Parameter[]): Stepper {
  const makeAll: Step = (run) => {
    for (const parameter of parameters) makeState(optimizer, form, parameter, run);
  };
  let started = optimizer.type === "Adagrad";
  return {
    begin: (run) => {
      if (optimizer.type === "Adagrad") makeAll(run);
    },
    step(run) {
      if (!started) makeAll(run);
      started = true;
      if (form === "single_tensor") singleTensor(optimizer, parameters, run);
      if (form === "foreach") foreach(optimizer, parameters, run);
    },
  };
}

/** Tensors of a parameter's size that are kept for each parameter. */
export function adaptiveStates(optimizer: Adaptive): number {
  if (optimizer.type === "RMSprop") return 1 + (optimizer.momentum > 0 ? 1 : 0) + (optimizer.centered ? 1 : 0);
  return optimizer.type === "Adagrad" ? 1 : 2;
}

/** Scalars are on the host, which a CUDA device does not hold, unless fused. */
function makeState(optimizer: Adaptive, form: Form, { shape }: Parameter, run: Run): void {
  const { recorder, device } = run;
  if (form === "fused") recorder.allocate("aten::zeros", FLOAT32_BYTES, "optimizer");
  else if (device.kind === "cpu") {
    for (const operator of RULES[optimizer.type].counters) recorder.allocate(operator, FLOAT32_BYTES, "optimizer");
  }
  const operator = optimizer.type === "Adagrad" ? "aten::full_like" : "aten::zeros_like";
  for (let i = 0; i < adaptiveStates(optimizer); i += 1) recorder.label(allocate(run, operator, shape), "optimizer");
}

/** Variables hold on to their tensors until the next parameter binds them again. */
function singleTensor(optimizer: Adaptive, parameters: readonly Parameter[], run: Run): void {
  const { recorder } = run;
  const { names, rebinds } = RULES[optimizer.type];
  const grad = new Name(recorder);
  const variables = names.map(() => new Name(recorder));
  for (const { shape } of parameters) {
    if (rebinds || !optimizer.maximize) grad.unbind();
    if (optimizer.maximize) grad.bind(allocate(run, "aten::neg", shape));
    if (addsWeightDecay(optimizer)) grad.bind(allocate(run, "aten::add", shape));
    for (const [index, variable] of variables.entries()) {
      const made = operatorsOf(optimizer, names[index] ?? []).map((operator) => allocate(run, operator, shape));
      const held = made.pop();
      for (const each of made) recorder.drop(each);
      if (held) variable.bind(held);
    }
    // maximum(…, grad.abs() + eps), and RAdam's step before its variance is rectified
    if (optimizer.type === "Adamax") recorder.drop(allocate(run, "aten::abs", shape));
    if (optimizer.type === "RAdam") recorder.drop(allocate(run, "aten::mul", shape));
  }
  grad.unbind();
  for (const variable of variables) variable.unbind();
}

/** Centered, RMSprop subtracts the squared mean before the root, which is then made in place. */
function operatorsOf(optimizer: Adaptive, operators: readonly string[]): readonly string[] {
  return optimizer.type === "RMSprop" && optimizer.centered ? ["aten::addcmul"] : operators;
}

/** A copy of the gradients where they change, and a list of full size for what they are divided by. */
function foreach(optimizer: Adaptive, parameters: readonly Parameter[], run: Run): void {
  const { recorder } = run;
  const { names, negatesFirst } = RULES[optimizer.type];
  const list = (operator: string) => foreachResult(run, operator.replace("aten::", "aten::_foreach_"), parameters);
  const negate = () => (optimizer.maximize ? list("aten::neg") : undefined);

  const first = negatesFirst ? negate() : undefined;
  countOnHost(run);
  const negated = negatesFirst ? first : negate();
  const copied = negated ?? (addsWeightDecay(optimizer) ? list("aten::add") : undefined);
  if (optimizer.type === "Adamax") return dropList(recorder, copied ?? list("aten::abs"));
  if (optimizer.type === "RAdam") {
    dropList(recorder, copied ?? []);
    return dropList(recorder, list("aten::sqrt"));
  }
  const divisors = names.map((operators) => list(operatorsOf(optimizer, operators).at(-1) ?? ""));
  if (optimizer.type === "Adagrad") return dropLists(recorder, [...divisors, copied ?? list("aten::mul")]);
  dropLists(recorder, [copied ?? [], ...divisors]);
}

/** The counters are on the host: they grow by a host scalar made for the purpose. */
function countOnHost({ recorder, device }: Run): void {
  if (device.kind === "cpu") recorder.drop(recorder.allocate("aten::lift_fresh", FLOAT32_BYTES));
}

function dropLists(recorder: Recorder, lists: readonly (readonly Storage[])[]): void {
  for (const list of lists) dropList(recorder, list);
}

/** Decoupled, the parameters shrink in place instead. */
function addsWeightDecay(optimizer: Adaptive): boolean {
  const decoupled = "decoupled_weight_decay" in optimizer && optimizer.decoupled_weight_decay;
  return optimizer.weight_decay !== 0 && !decoupled;
}
