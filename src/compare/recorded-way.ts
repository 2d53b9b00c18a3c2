import type { Measurement } from "../measure/measurement.ts";
import { bytes } from "../memory/bytes.ts";
import { isMeasuredOn, isTight } from "./budget.ts";
import { isExpandable, replayedExpandable } from "./expandable.ts";
import type { BudgetResult } from "./result.ts";
import { EXPANDABLE_CHANGE, type Way } from "./way.ts";

/** Expandable segments by replay of what was recorded on the card of the budget, which needs no prediction. */
export function recordedWay(measurement: Measurement, budget: BudgetResult): readonly Way[] {
  const { device, needed_bytes, limit_bytes } = budget;
  if (!isMeasuredOn(device, measurement) || isExpandable(measurement.document.device.alloc_conf)) return [];
  const replayed = replayedExpandable(measurement, undefined);
  if (replayed === undefined) return [];
  const saves_bytes = replayed.reserved_bytes - replayed.expandable_reserved_bytes;
  const device_bytes = bytes(Math.max(0, needed_bytes - saves_bytes));
  return [
    {
      changes: [EXPANDABLE_CHANGE],
      cost: "none",
      device_bytes,
      high_bytes: device_bytes,
      limit_bytes,
      saves_bytes,
      fits: device_bytes <= limit_bytes,
      tight: isTight(device_bytes, device_bytes, limit_bytes),
      max_batch_size: undefined,
    },
  ];
}
