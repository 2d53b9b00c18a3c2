import { type Module, STATELESS } from "./module.ts";
import type { Run } from "./run.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Runs its children one after another. Its `input` variable is bound anew at each, so that what the child before gave
 * is freed unless something keeps it; what a Sequential is given itself stays with its caller meanwhile.
 */
export function sequential(children: readonly (readonly [name: string, module: Module])[]): Module {
  return {
    ...STATELESS,
    children: children.map(([, child]) => child),
    outputShape: (input) => children.reduce((shape, [, child]) => child.outputShape(shape), input),
    forward(input, run) {
      let output: Tensor = { ...input, storage: run.recorder.keep(input.storage) };
      for (const [name, child] of children) output = rebind(output, forwardIn(name, child, output, run), run);
      return output;
    },
  };
}

function forwardIn(name: string, child: Module, input: Tensor, run: Run): Tensor {
  return run.recorder.inModule(name, () => child.forward(input, run));
}

function rebind(old: Tensor, output: Tensor, { recorder }: Run): Tensor {
  recorder.drop(old.storage);
  return output;
}
