import type { NotMeasuredReason } from "../probe/reasons.ts";
import type { Measurement } from "./measurement.ts";

/** What a machine without a card runs into with a training that is made for one. */
const TOO_MUCH: ReadonlySet<NotMeasuredReason> = new Set(["timed-out", "no-host-memory", "killed"]);

/**
 * A measurement as this machine could make it. Without a card a training is rehearsed on the CPU; that it takes too long
 * there, or too much of the machine's memory, says nothing of a card, and leaves the prediction to decide. An error of
 * the program is one on every machine.
 */
export function rehearsed(measurement: Measurement, hasCard: boolean): Measurement {
  if (hasCard || measurement.kind === "measured" || !TOO_MUCH.has(measurement.reason)) return measurement;
  return { ...measurement, reason: "too-much-for-a-cpu", detail: `there is no card here: ${measurement.detail}` };
}
