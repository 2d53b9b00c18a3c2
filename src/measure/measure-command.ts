import type { CommandTraining } from "../config/training.ts";
import type { AttachCard, AttachedAnswer, AttachRequest } from "../probe/attached.ts";
import { checkDocument } from "./measure.ts";
import type { Measurement, MeasurementDocument, RankPeaks } from "./measurement.ts";

/** Runs a command under the probe and gives what its processes measured, not yet checked. */
export type RunAttached = (command: string, request: AttachRequest) => Promise<AttachedAnswer>;

/** Measures a command as it is. Of several processes the worst decides. */
export async function measureCommand(
  run: RunAttached,
  training: CommandTraining,
  cards: readonly AttachCard[],
): Promise<Measurement> {
  const { steps = null, warmup, batch_size } = training;
  const command = training.run.replaceAll("{batch_size}", String(batch_size));
  const answer = await run(command, { schema: "vram-budget/attach@1", steps, warmup, cards });
  if (answer.kind === "failed") return { kind: "not-measured", reason: answer.reason, detail: answer.detail };
  const documents: MeasurementDocument[] = [];
  for (const written of answer.measurements) {
    const checked = checkDocument(written);
    if (checked.kind === "not-measured") return checked;
    documents.push({ ...checked.document, batch_size: batch_size ?? null });
  }
  const [document] = documents.toSorted((a, b) => b.device_bytes - a.device_bytes);
  if (document === undefined) return { kind: "not-measured", reason: "failed", detail: "Nothing was measured" };
  return { kind: "measured", document, ranks: documents.length > 1 ? documents.map(rankPeaks).toSorted(byRank) : [] };
}

function rankPeaks({ distributed, allocated_bytes, reserved_bytes, device_bytes }: MeasurementDocument): RankPeaks {
  return { rank: distributed?.rank ?? 0, allocated_bytes, reserved_bytes, device_bytes };
}

function byRank(a: RankPeaks, b: RankPeaks): number {
  return a.rank - b.rank;
}
