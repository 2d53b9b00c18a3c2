import { type CommandTraining, commandAt, type DescribedTraining } from "../config/training.ts";
import type { AttachCard, AttachedAnswer, AttachRequest } from "../probe/attached.ts";
import { explained, type Recorded } from "./explained.ts";
import { checkDocument } from "./measure.ts";
import type { Measurement, MeasurementDocument, RankPeaks } from "./measurement.ts";
import { disagreement, bySeverity } from "./ranks.ts";

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
  const request = { schema: "vram-budget/attach@1", folder, steps, warmup, explain, cards } as const;
  const answer = await run(commandAt(training, batch_size ?? null), request);
  return measurementOf(answer, batch_size, workspace);
}

/** A training that the config describes and several processes share, as a program of ours under PyTorch's own launcher. */
export async function measureProcesses(
  run: RunAttached,
  training: DescribedTraining,
  processes: number,
  cards: readonly AttachCard[],
  workspace: string,
): Promise<Measurement> {
  const { steps, warmup, explain, batch_size } = training;
  const command = `exec python -m torch.distributed.run --standalone --nproc-per-node ${processes} -m vram_probe.described`;
  const request = { schema: "vram-budget/attach@1", folder: "", steps, warmup, explain, cards, training } as const;
  return measurementOf(await run(command, request), batch_size, workspace);
}

function measurementOf(answer: AttachedAnswer, batch_size: number | undefined, workspace: string): Measurement {
  if (answer.kind === "failed") return { ...answer, kind: "not-measured" };
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
  const [worst] = ranks.toSorted((a, b) => bySeverity(a.document, b.document));
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
