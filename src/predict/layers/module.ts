import type { Run } from "./run.ts";
import type { Buffer, Parameter, Shape, Tensor } from "./tensor.ts";

/** A `torch.nn` module as the engine knows it: what it holds, what comes out, and what running it leaves behind. */
export type Module = {
  readonly children: readonly Module[];
  /** Its own; a container has none. */
  readonly parameters: readonly Parameter[];
  readonly buffers: readonly Buffer[];
  /** What comes out for `input`. Throws `Unpredictable` where PyTorch refuses that shape. */
  readonly outputShape: (input: Shape) => Shape;
  /** Borrows `input`; the caller owns the storage of what it gives back. */
  readonly forward: (input: Tensor, run: Run) => Tensor;
};

export const STATELESS = { children: [], parameters: [], buffers: [] } as const;

/** Children first, as `nn.Module._apply()` goes through a model. */
export function modulesInOrder(module: Module): readonly Module[] {
  return [...module.children.flatMap(modulesInOrder), module];
}

/** `model.parameters()`. */
export function allParameters(module: Module): readonly Parameter[] {
  return modulesInOrder(module).flatMap(({ parameters }) => parameters);
}
