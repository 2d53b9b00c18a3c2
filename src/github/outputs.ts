import type { Results } from "../compare/result.ts";

/** What later steps read without opening a file. The names are those of action.yml. */
export type Outputs = { readonly verdict: string; readonly trainings: string };

export function outputsOf({ verdict, trainings }: Results): Outputs {
  const rows = trainings.map(({ name, verdict: own, measurement, budget, batches }) => ({
    name,
    verdict: own,
    measured: measurement.kind === "measured",
    needed_bytes: budget?.needed_bytes ?? null,
    limit_bytes: budget?.limit_bytes ?? null,
    max_batch_size: batches?.max_batch_size ?? null,
  }));
  return { verdict, trainings: JSON.stringify(rows) };
}
