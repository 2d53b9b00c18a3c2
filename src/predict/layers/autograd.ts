import type { Recorder, Storage } from "./recorder.ts";
import { allocate, type Run } from "./run.ts";
import type { Gradient, Node, Parameter, Shape, Tensor } from "./tensor.ts";
import { type Subject, Unpredictable } from "./unpredictable.ts";

/** Makes a node and takes a reference to everything that it saves. Parameters outlive the graph: they are not listed. */
export function makeNode(
  recorder: Recorder,
  subject: Subject,
  next: Node | undefined,
  saved: readonly Storage[],
  apply: Node["apply"],
): Node {
  const references = saved.map((storage) => ({ storage: recorder.keep(storage), version: storage.version }));
  return { apply, next, subject, saved: references, pending: undefined, leaves: undefined };
}

/**
 * Runs the backward pass from `loss`, whose own gradient `root` is borrowed.
 * The order is evaluate_function()'s in torch/csrc/autograd/engine.cpp: inputs go first, then the saved tensors.
 */
export function backward(run: Run, loss: Tensor, root: Gradient): void {
  const { recorder } = run;
  recorder.keep(root.storage);
  let grad: Gradient | undefined = root;
  for (let node = loss.node; node !== undefined && grad !== undefined; node = node.next) {
    checkVersions(node);
    const incoming: Gradient = grad;
    const outgoing = node.apply(incoming);
    recorder.drop(incoming.storage);
    for (const { storage } of node.saved) recorder.drop(storage);
    node.leaves?.();
    letGo(run);
    grad = outgoing && node.next ? join(node.next, outgoing, run) : outgoing;
  }
  if (grad !== undefined) recorder.drop(grad.storage);
}

/**
 * The sum of the gradients that reach `node`: into the first one where nobody else holds it. Not on the CPU: there the
 * probe counts under a dispatch mode, which keeps the sum out of place.
 * Source: accumulate() in torch/csrc/autograd/input_buffer.cpp.
 */
function join(node: Node, incoming: Gradient, run: Run): Gradient {
  const { recorder, device } = run;
  const { pending } = node;
  if (pending === undefined) return incoming;
  const owned = device.kind === "cuda" && pending.storage.references === 1 && !pending.view;
  const sum = owned ? recorder.keep(pending.storage) : allocate(run, "aten::add", incoming.shape);
  recorder.drop(pending.storage);
  recorder.drop(incoming.storage);
  return { shape: incoming.shape, storage: sum };
}

/** A new gradient, which is its caller's. */
export function gradient(run: Run, operator: string, shape: Shape): Gradient {
  return { shape, storage: allocate(run, operator, shape) };
}

/**
 * AccumulateGrad takes the first gradient of a step over as it is, without a copy, and adds those of further batches to it
 * in place (accumulate_grad.h). It runs when the node that made the gradient is done.
 */
export function accumulate({ recorder, added }: Run, parameter: Parameter, grad: Storage): void {
  if (parameter.grad !== undefined) {
    added.push(grad);
    return;
  }
  recorder.label(grad, "gradients");
  parameter.grad = grad;
}

/** Of gradients that are added to those that were there. */
export function letGo({ recorder, added }: Run): void {
  for (const storage of added.splice(0)) recorder.drop(storage);
}

function checkVersions({ saved, subject }: Node): void {
  if (saved.every(({ storage, version }) => storage.version === version)) return;
  throw new Unpredictable(
    subject,
    "keeps a tensor for backward that a layer after it changes in place, which PyTorch refuses to train",
    "take `inplace` away from the layer after it",
  );
}
