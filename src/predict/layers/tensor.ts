import type { Storage } from "./recorder.ts";
import type { Subject } from "./unpredictable.ts";

/** Sizes with the batch in front, as `tensor.shape`. */
export type Shape = readonly number[];

/** Every tensor here is contiguous and float32, except indices and masks, which never leave their operator. */
export type Tensor = {
  readonly shape: Shape;
  readonly storage: Storage;
  /** Its `grad_fn`; undefined where no gradient is needed. */
  readonly node: Node | undefined;
  /** A view shares the storage of its base, the tensor that it was made from; a change in place is the base's too. */
  readonly view: { readonly base: Node | undefined } | undefined;
};

/** A gradient on its way back through the graph. */
export type Gradient = {
  readonly shape: Shape;
  readonly storage: Storage;
  /** Made as a view of another tensor, which it keeps alive: it does not own its storage alone. */
  readonly view?: true;
};

/**
 * A step of the backward pass. A Sequential's graph is a chain, so each node has one `next`; where an operator uses its
 * input twice, the gradient that is there first waits in the `pending` of the node that both go to.
 * `apply` borrows the incoming gradient and gives back one that the caller owns, or undefined where nothing
 * before it needs one.
 */
export type Node = {
  readonly apply: (grad: Gradient) => Gradient | undefined;
  readonly next: Node | undefined;
  /** In the order in which PyTorch lets go of them, each at the version that it was saved at. */
  readonly saved: readonly { readonly storage: Storage; readonly version: number }[];
  readonly subject: Subject;
  pending: Gradient | undefined;
  /** Nodes of parameters that are not used as they are: they run as soon as this one has. */
  leaves: (() => void) | undefined;
};

/** A leaf that requires a gradient. Its storage is there from `setup` on, its gradient from backward to `zero_grad()`. */
export type Parameter = {
  readonly shape: Shape;
  storage: Storage | undefined;
  grad: Storage | undefined;
};

/** A registered buffer: state of the model that is no parameter. */
export type Buffer = { readonly name: string; readonly bytes: number };

export const FLOAT32_BYTES = 4;
export const INT64_BYTES = 8;

export function parameter(shape: Shape): Parameter {
  return { shape, storage: undefined, grad: undefined };
}

/** Elements of a tensor of this shape; 1 for a scalar. */
export function numel(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function float32Bytes(shape: Shape): number {
  return numel(shape) * FLOAT32_BYTES;
}
