import { bindCall, readCall, type Vocabulary } from "./call.ts";
import { readLayers } from "./layers.ts";
import { formatValue, type Path } from "./problem.ts";
import { checkKeys, isRecord, type Reader } from "./reader.ts";
import { CALLABLE } from "./schema.ts";
import { STEPPING_OPTIMIZERS, TORCH_LOSSES } from "./torch-names.ts";
import { LOSS_SIGNATURES, OPTIMIZER_SIGNATURES } from "./training-signatures.ts";
import type { Called, CallableModel, KnownLoss, KnownOptimizer, Layer, Loss, Optimizer } from "./training.ts";

/** Layers as they are read: one that cannot be is undefined, so that those after it keep their places. */
export type ReadLayers = { readonly kind: "layers"; readonly layers: readonly (Layer | undefined)[] };

/** A callable, or `{layers: […]}`; undefined, with its problem kept, where it is neither. */
export function readModel(read: Reader, path: Path, written: unknown): CallableModel | ReadLayers | undefined {
  if (isCallable(written)) {
    const called = readCallable(read, path, written);
    return called && { kind: "callable", place: read.place(path), ...called };
  }
  if (!isRecord(written)) {
    const wanted = "{layers: [names of torch.nn]} or module:callable";
    read.problem(path, `expected ${wanted}, found ${formatValue(written)}`);
    return undefined;
  }
  checkKeys(read, path, written, ["layers"]);
  return { kind: "layers", layers: readLayers(read, [...path, "layers"], written["layers"]) };
}

/** `model`, a callable, or a loss of `torch.nn`. */
export function readLoss(read: Reader, path: Path, written: unknown): Loss | undefined {
  if (written === "model") return { place: read.place(path), type: "model" };
  return readNamed(read, path, written, LOSSES);
}

/** A callable, or an optimizer of `torch.optim`. */
export function readOptimizer(read: Reader, path: Path, written: unknown): Optimizer | undefined {
  return readNamed(read, path, written, OPTIMIZERS);
}

const LOSSES: Vocabulary<KnownLoss> = {
  what: "loss",
  signatures: LOSS_SIGNATURES,
  torchNames: TORCH_LOSSES,
  elsewhere: () => undefined,
};

const OPTIMIZERS: Vocabulary<KnownOptimizer> = {
  what: "optimizer",
  signatures: OPTIMIZER_SIGNATURES,
  torchNames: STEPPING_OPTIMIZERS,
  elsewhere: (name) =>
    name === "LBFGS"
      ? "expected an optimizer that steps once a batch, found LBFGS, which runs the model again in a closure that the training's loop has not"
      : undefined,
};

function readNamed<T extends object>(read: Reader, path: Path, written: unknown, vocabulary: Vocabulary<T>) {
  const place = read.place(path);
  if (isCallable(written)) {
    const called = readCallable(read, path, written);
    return called && { place, type: "callable" as const, ...called };
  }
  const call = readCall(read, path, written, vocabulary.what);
  const bound = call && bindCall(read, call, vocabulary);
  return bound && { place, ...bound };
}

function readCallable(read: Reader, path: Path, written: unknown): Called | undefined {
  const found = read.read(path, written, CALLABLE);
  if (found === undefined) return undefined;
  return typeof found === "string" ? { target: found, args: {} } : { target: found.callable, args: found.args ?? {} };
}

/** Written as a callable, rightly or not. */
function isCallable(written: unknown): boolean {
  return typeof written === "string" ? written.includes(":") : isRecord(written) && "callable" in written;
}
