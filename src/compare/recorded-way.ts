import type { Measurement } from "../measure/measurement.ts";
import { bytes } from "../memory/bytes.ts";
import { isMeasuredOn, isTight } from "./budget.ts";
import { isExpandable, replayedExpandable } from "./expandable.ts";
import type { Replayed } from "./finding.ts";
import type { BudgetResult } from "./result.ts";
import { EXPANDABLE_CHANGE, type Way } from "./way.ts";

/** Expandable segments by replay of what was recorded on the card of the budget, which needs no prediction. */
export function recordedWay(measurement: Measurement, budget: BudgetResult): Way | undefined {
  const { device } = budget;
  if (!isMeasuredOn(device, measurement) || isExpandable(measurement.document.device.alloc_conf)) return undefined;
  const replayed = replayedExpandable(measurement, undefined);
  return replayed && wayOfReplay(replayed, budget);
}

export function wayOfReplay(
  { reserved_bytes, expandable_reserved_bytes }: Replayed,
  { needed_bytes, limit_bytes }: Pick<BudgetResult, "needed_bytes" | "limit_bytes">,
): Way {
  const saves_bytes = reserved_bytes - expandable_reserved_bytes;
  const device_bytes = bytes(Math.max(0, needed_bytes - saves_bytes));
  return {
    changes: [EXPANDABLE_CHANGE],
    cost: "none",
    device_bytes,
    high_bytes: device_bytes,
    limit_bytes,
    saves_bytes,
    fits: device_bytes <= limit_bytes,
    tight: isTight(device_bytes, device_bytes, limit_bytes),
    max_batch_size: undefined,
  };
}
