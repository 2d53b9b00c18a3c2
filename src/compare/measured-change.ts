import type { Training } from "../config/training.ts";
import { type Measurement, type MeasurementDocument, MOST_IMPORTS } from "../measure/measurement.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { Change, MeasuredChange, VersionChange } from "./change.ts";
import type { Finding } from "./finding.ts";
import { filesNamedBy } from "./named-files.ts";

/** What was measured of a training at the base. */
export type BaseMeasurement = {
  readonly sha: string;
  /** The card's name, or the processor's. */
  readonly device: string;
  /** On the CPU what is allocated, as there. */
  readonly device_bytes: Bytes;
  /** Releases by name: `driver`, `cuda`, `python`, and packages. */
  readonly versions: Readonly<Record<string, string>>;
};

/**
 * What was measured beside what was measured of the base; undefined where one is missing, or the two are of different
 * devices. `changed` are the files that are not as they were, relative to the workspace; undefined where not known.
 */
export function measuredChange(
  training: Training,
  base: BaseMeasurement | undefined,
  measurement: Measurement,
  changed: readonly string[] | undefined,
): MeasuredChange | undefined {
  if (base === undefined || measurement.kind !== "measured") return undefined;
  const { document } = measurement;
  if (document.out_of_memory !== null || document.device.name !== base.device) return undefined;
  const { device_bytes: head_bytes, imports } = document;
  return {
    base_sha: base.sha,
    base_bytes: base.device_bytes,
    head_bytes,
    delta_bytes: head_bytes - base.device_bytes,
    changed_files: changed && imports && ofTraining(training, imports, changed),
    changed_versions: changedVersions(base.versions, versionsOf(document)),
  };
}

/** What it imports, and what its command names: a training script, a config of its own. Undefined where it imports too much to tell. */
function ofTraining(
  training: Training,
  imports: readonly string[],
  changed: readonly string[],
): readonly string[] | undefined {
  if (imports.length >= MOST_IMPORTS) return undefined;
  const named = training.kind === "command" ? filesNamedBy(training, changed) : [];
  return changed.filter((file) => imports.includes(file) || named.includes(file));
}

/** Releases of all that a measurement hangs on. */
export function versionsOf({ device, packages }: MeasurementDocument): Readonly<Record<string, string>> {
  const { torch, cuda, driver, python } = device;
  const known = { ...packages, torch, cuda, driver, python };
  return Object.fromEntries(Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== null));
}

function changedVersions(base: BaseMeasurement["versions"], head: BaseMeasurement["versions"]): VersionChange[] {
  return Object.keys(head)
    .toSorted()
    .flatMap((name) => {
      const [was, is] = [Object.hasOwn(base, name) ? base[name] : undefined, head[name]];
      return was === undefined || is === undefined || was === is ? [] : [{ name, base: was, head: is }];
    });
}

/**
 * The measurement moved by more than the tolerance and the prediction by no more than that: then it is not the config,
 * but the code or what it stands on. Where the prediction moved, it says itself what is to be said.
 */
export function growthFindings(change: Change | undefined, tolerance: number): Finding[] {
  const measured = change?.measured;
  const predicted = predictedDelta(change);
  if (measured === undefined || predicted === undefined) return [];
  const { base_bytes, delta_bytes } = measured;
  const isMoved = (delta: number) => Math.abs(delta) > tolerance * base_bytes;
  if (isMoved(predicted) || !isMoved(delta_bytes) || !isMoved(delta_bytes - predicted)) return [];
  return [{ kind: delta_bytes > 0 ? "growth" : "shrinkage", tolerance, ...measured }];
}

/** Of the same config nothing else can be predicted, whether it is or not. */
function predictedDelta(change: Change | undefined): number | undefined {
  switch (change?.kind) {
    case "unchanged":
      return 0;
    case "changed":
      return change.delta_bytes;
    case "unknown":
      return change.keys?.length === 0 ? 0 : undefined;
    case "new":
    case undefined:
      return undefined;
  }
}
