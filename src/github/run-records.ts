import { createHash } from "node:crypto";
import type { Results, TrainingResult } from "../compare/result.ts";
import { versionsOf } from "../compare/measured-change.ts";
import type { Training } from "../config/training.ts";
import { observedContext } from "../measure/calibration.ts";
import type { MeasurementDocument } from "../measure/measurement.ts";
import { type MemoryRecord, RECORD_SCHEMA } from "../measure/record.ts";
import { badgeOf } from "../report/badge.ts";
import type { RunsRecords } from "./history.ts";

/** Which commit the results are of, and by which run they came. */
export type RecordedRun = {
  readonly key: string;
  readonly sha: string;
  readonly run_id: number;
  readonly run_attempt: number;
  readonly now: Date;
  /** A person let the pull request of this commit need more. */
  readonly isAccepted: boolean;
};

/** What there is to record of a run; `trainings` are those that the results are of, as the configs have them. */
export function recordsOfRun(results: Results, trainings: readonly Training[], run: RecordedRun): RunsRecords {
  const configs = new Map(trainings.map((training) => [training.name, configHash(training)]));
  return {
    key: run.key,
    sha: run.sha,
    records: results.trainings.map((result) => recordOf(result, configs.get(result.name) ?? null, run)),
    contexts: results.trainings.flatMap(({ name, measurement }) => {
      const observed = measurement.kind === "measured" ? observedContext(measurement.document) : undefined;
      return observed === undefined ? [] : [{ training: name, observed }];
    }),
    badge: badgeOf(results),
    day: run.now.toISOString().slice(0, 10),
  };
}

function recordOf(result: TrainingResult, config: string | null, run: RecordedRun): MemoryRecord {
  const { name, verdict, batch_size, budget, measurement } = result;
  return {
    schema: RECORD_SCHEMA,
    training: name,
    sha: run.sha,
    run: { id: run.run_id, attempt: run.run_attempt },
    date: `${run.now.toISOString().slice(0, 19)}Z`,
    verdict,
    batch_size: batch_size ?? null,
    config,
    needed:
      budget === undefined
        ? null
        : {
            card: printable(budget.device.name),
            needed_bytes: budget.needed_bytes,
            limit_bytes: budget.limit_bytes,
            from: budget.from,
          },
    measured: measurement.kind === "measured" ? measuredOf(measurement.document) : null,
    accepted: run.isAccepted ? "label" : null,
  };
}

function measuredOf(document: MeasurementDocument): MemoryRecord["measured"] {
  const { device, steps, allocated_bytes, reserved_bytes, device_bytes, out_of_memory } = document;
  if (out_of_memory !== null) return null;
  const { kind } = device;
  return {
    kind,
    card: printable(device.name),
    versions: Object.fromEntries(
      Object.entries(versionsOf(document)).map(([name, version]) => [printable(name), printable(version)]),
    ),
    steps,
    allocated_bytes,
    reserved_bytes,
    device_bytes,
  };
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 200) || "?";
}

/** The same for the same training, wherever it stands in its file: keys in order, without places. */
export function configHash(training: Training): string {
  const text = JSON.stringify(training, (key, value: unknown) => (key === "place" ? undefined : sorted(value)));
  return createHash("sha256").update(text).digest("hex");
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
