import type { CommandTraining } from "../config/training.ts";
import type { AttachCard, AttachedAnswer, AttachRequest } from "../probe/attached.ts";
import { explained, type Recorded } from "./explained.ts";
import { checkDocument } from "./measure.ts";
import type { Measurement, MeasurementDocument, RankPeaks } from "./measurement.ts";
import { disagreement, worstFirst } from "./ranks.ts";

/** Runs a command under the probe and gives what its processes measured, not yet checked. */
export type RunAttached = (command: string, request: AttachRequest) => Promise<AttachedAnswer>;

/** Measures a command as it is. Of several processes the worst decides. */
export async function measureCommand(
  run: RunAttached,
  training: CommandTraining,
  cards: readonly AttachCard[],
  workspace: string,
): Promise<Measurement> {
  const { folder, steps = null, warmup, explain, batch_size } = training;
  const command = training.run.replaceAll("{batch_size}", String(batch_size));
  const answer = await run(command, { schema: "vram-budget/attach@1", folder, steps, warmup, explain, cards });
  if (answer.kind === "failed") return { kind: "not-measured", reason: answer.reason, detail: answer.detail };
  const all: Recorded[] = [];
  for (const { measurement, recording } of answer.processes) {
    const checked = checkDocument(measurement);
    if (checked.kind === "not-measured") return checked;
    all.push({ document: { ...checked.document, batch_size: batch_size ?? null }, recording });
  }
  // of processes that know nothing of one another, the first to be done is the training
  const ranks = all[0]?.document.distributed === null ? all.slice(0, 1) : all;
  const detail = disagreement(ranks.map(({ document }) => document));
  if (detail !== undefined) return { kind: "not-measured", reason: "ranks-disagree", detail };
  const [worst] = ranks.toSorted((a, b) => worstFirst(a.document, b.document));
  if (worst === undefined) return { kind: "not-measured", reason: "failed", detail: "Nothing was measured" };
  const peaks = ranks.map(({ document }) => rankPeaks(document)).toSorted(byRank);
  return { kind: "measured", ...explained(worst, workspace), ranks: peaks.length > 1 ? peaks : [] };
}

function rankPeaks({ distributed, allocated_bytes, reserved_bytes, device_bytes }: MeasurementDocument): RankPeaks {
  return { rank: distributed?.rank ?? 0, allocated_bytes, reserved_bytes, device_bytes };
}

function byRank(a: RankPeaks, b: RankPeaks): number {
  return a.rank - b.rank;
}
