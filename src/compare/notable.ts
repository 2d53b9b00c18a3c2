import { SEVERITY } from "./finding.ts";
import type { Results, TrainingResult } from "./result.ts";

/** Whether a reviewer has to look at a training: it does not pass, or something warns, or this change moved it. */
export function isNotable(training: TrainingResult): boolean {
  return training.verdict !== "pass" || warns(training) || isMoved(training);
}

export function warns({ findings }: TrainingResult): boolean {
  return findings.some(({ kind }) => SEVERITY[kind] === "warns");
}

/** New, or more than the tolerance away from the base, predicted or measured. */
export function isMoved({ change, tolerance }: TrainingResult): boolean {
  if (change === undefined) return false;
  if (change.kind === "new") return true;
  const predicted = change.kind === "changed" ? change : undefined;
  return [predicted, change.measured].some(
    (side) => side !== undefined && Math.abs(side.delta_bytes) > tolerance * side.base_bytes,
  );
}

/** Whether there is nothing that a reviewer has to look at. Nothing decided is no quiet. */
export function isQuiet({ verdict, trainings, removed }: Results): boolean {
  return verdict === "pass" && removed.length === 0 && !trainings.some(isNotable);
}
