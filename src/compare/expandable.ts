import type { Measurement } from "../measure/measurement.ts";
import { EXPANDABLE, parseAllocConf } from "../memory/allocator/conf.ts";
import { processRecording } from "../memory/recording/process-recording.ts";
import type { Recording } from "../memory/recording/recording.ts";
import { whatIf } from "../memory/recording/what-if.ts";
import { tiersOf } from "../memory/replay.ts";
import type { Replayed } from "./finding.ts";
import type { Comparison } from "./result.ts";

type Measured = Extract<Measurement, { kind: "measured" }>;

/** As the run had it set. Its PyTorch may know options that ours does not, so that the text is not parsed as a whole. */
export function isExpandable(alloc_conf: string): boolean {
  return /\bexpandable_segments:true\b/i.test(alloc_conf);
}

/** Of what was recorded on the card, else of what was predicted for it; undefined where there is neither. */
export function replayedExpandable({ recording }: Measured, comparison: Comparison | undefined): Replayed | undefined {
  const recorded = recording?.format === "pickle" ? readRecording(recording.content) : undefined;
  if (recorded !== undefined) return ofRecording(recorded);
  return comparison === undefined ? undefined : ofPrediction(comparison);
}

/** What was there when the recording began is asked for anew on both sides: neither has the segments that it had lain in. */
export function ofRecording(recording: Recording): Replayed {
  const { alloc_conf } = recording;
  const before = alloc_conf === "" ? "" : `${alloc_conf},`;
  const { reserved_bytes } = whatIf(recording, alloc_conf, undefined, "");
  const expandable = whatIf(recording, `${before}${EXPANDABLE}`, undefined, "");
  return { of: "recorded step", reserved_bytes, expandable_reserved_bytes: expandable.reserved_bytes };
}

function ofPrediction({ predicted, device }: Comparison): Replayed {
  const conf = { ...parseAllocConf(predicted.alloc_conf), expandable_segments: true };
  const { reserved_bytes } = tiersOf(predicted.trace, device, conf);
  return {
    of: "predicted training",
    reserved_bytes: predicted.profile.reserved_bytes,
    expandable_reserved_bytes: reserved_bytes,
  };
}

/** Undefined where it cannot be read, or was made under settings that we do not know. */
function readRecording(content: Uint8Array): Recording | undefined {
  try {
    const recording = processRecording(content);
    if (recording !== undefined) parseAllocConf(recording.alloc_conf);
    return recording;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
