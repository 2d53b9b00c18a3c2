import type { Path } from "./problem.ts";
import { isRecord, type Reader } from "./reader.ts";
import { INPUT_NAME, INPUT_TENSOR, NAMED_TENSOR, TARGET, TRAINING_KEYS } from "./schema.ts";
import type { Data, Loss, NamedTensors, Target, TensorSpec } from "./training.ts";

type WrittenTensor =
  | readonly number[]
  | { readonly shape: readonly number[]; readonly dtype?: "float32" | undefined }
  | { readonly shape: readonly number[]; readonly dtype: "int64"; readonly high: number };

/** One tensor, or several by the names of the model's arguments. */
export function readInput(read: Reader, path: Path, written: unknown): TensorSpec | NamedTensors | undefined {
  if (!isRecord(written) || "shape" in written || "dtype" in written || Object.keys(written).length === 0) {
    return tensorOf(read.read(path, written, INPUT_TENSOR));
  }
  const tensors: Record<string, TensorSpec> = {};
  for (const [name, value] of Object.entries(written)) {
    const here = [...path, name];
    if (!INPUT_NAME.test(name))
      read.problem(here, "expected the name of an argument of the model", read.keyPlace(here));
    const tensor = tensorOf(read.read(here, value, NAMED_TENSOR));
    if (tensor === undefined) return undefined;
    tensors[name] = tensor;
  }
  return { tensors };
}

function tensorOf(written: WrittenTensor | undefined): TensorSpec | undefined {
  if (written === undefined || ("dtype" in written && written.dtype === "int64")) return written;
  return { shape: "shape" in written ? written.shape : written, dtype: "float32" };
}

/** What the loss compares the output with; a model that returns its loss has its labels among its inputs. */
export function readTarget(
  read: Reader,
  path: Path,
  written: unknown,
  loss: Loss | undefined,
): { readonly target: Target | undefined } | undefined {
  if (loss?.type === "model") {
    if (written === undefined) return { target: undefined };
    read.problem(path, "expected no target with loss: model, whose labels are among the inputs");
    return undefined;
  }
  const target = read.read(path, written, TARGET);
  if (target === undefined) return undefined;
  if ("classes" in target) {
    return { target: { kind: "classes", classes: target.classes, shape: target.shape ?? [] } };
  }
  return { target: { kind: "tensor", shape: target.shape, dtype: "float32" } };
}

/** A real data set. Its paths are relative to `folder`. */
export function readData(read: Reader, path: Path, value: unknown, folder: string): Data | undefined {
  const written = read.read(path, value, TRAINING_KEYS.data);
  if (written === undefined) return undefined;
  if (typeof written === "string") return { kind: "callable", target: written, args: {} };
  if ("callable" in written) return { kind: "callable", target: written.callable, args: written.args ?? {} };
  const at = (file: string) => (folder === "" ? file : `${folder}/${file}`);
  return { kind: "idx", images: at(written.images), labels: at(written.labels) };
}
