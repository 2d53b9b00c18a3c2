import { allocate, type Run } from "./run.ts";
import type { Recorder, Storage } from "./recorder.ts";
import type { Parameter } from "./tensor.ts";

/** What an `_foreach_` operator gives: a tensor of its size for each parameter. */
export function foreachResult(run: Run, operator: string, parameters: readonly Parameter[]): readonly Storage[] {
  return parameters.map(({ shape }) => allocate(run, operator, shape));
}

/** A Python list lets go of its items from the last to the first. */
export function dropList(recorder: Recorder, list: readonly Storage[]): void {
  for (const storage of list.toReversed()) recorder.drop(storage);
}
