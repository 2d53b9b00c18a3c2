import { parseAllocConf } from "../memory/allocator/conf.ts";
import type { BlockGroup } from "../memory/block-groups.ts";
import { blocksAtPeak } from "../memory/recording/peak.ts";
import { processRecording } from "../memory/recording/process-recording.ts";

/**
 * The blocks at the peak of what a process recorded on its card, as a measurement's `blocks`.
 *
 * `workspace` is the folder of the user's own code, as Python's `os.getcwd()` names it. Throws RangeError where the
 * snapshot cannot be read.
 */
export function recordedBlocks(snapshot: Uint8Array, workspace: string): BlockGroup[] {
  const recording = processRecording(snapshot);
  if (recording === undefined) return [];
  return blocksAtPeak(recording, workspace, parseAllocConf(recording.alloc_conf));
}
