import type { MemoryRecord } from "../measure/record.ts";
import { type Badge, usedBadge } from "./badge.ts";

/** What a record says of one training, for a page that shows how it stands on the default branch. */
export function recordBadge({ training, verdict, needed }: MemoryRecord): Badge {
  if (verdict === "unknown" || needed === null) {
    return { label: training, message: "not decided", color: "lightgrey", isError: false };
  }
  return usedBadge(training, needed, verdict === "fail");
}
