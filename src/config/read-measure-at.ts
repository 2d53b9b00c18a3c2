import type { Path } from "./problem.ts";
import type { Reader } from "./reader.ts";
import { RUN_KEYS, TRAINING_KEYS } from "./schema.ts";
import { takesBatch, type Training } from "./training.ts";

/** Two batch sizes below that of the training, which a command must be able to be told; undefined where none are named. */
export function readMeasureAt(
  read: Reader,
  path: Path,
  map: Readonly<Record<string, unknown>>,
): Training["measure_at"] {
  const at = [...path, "measure_at"];
  const [small, large] = read.read(at, map["measure_at"], RUN_KEYS.measure_at) ?? [];
  if (small === undefined || large === undefined) return undefined;
  if (small >= large) read.problem(at, `expected the smaller batch size first, found [${small}, ${large}]`);
  const { batch_size: written, run } = map;
  const batch_size = TRAINING_KEYS.batch_size.safeParse(written).data;
  if (written === undefined) read.problem(at, "expected a batch_size beside it, which is told from these, found none");
  else if (batch_size !== undefined && batch_size <= Math.max(small, large))
    read.problem(at, `expected batch sizes below that of the training, ${batch_size}, found [${small}, ${large}]`);
  if (typeof run === "string" && !takesBatch(run))
    read.problem([...path, "run"], "expected {batch_size} in it, which measure_at is about, found none");
  return [small, large];
}
