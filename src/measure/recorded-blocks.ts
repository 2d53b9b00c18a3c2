import { parseAllocConf } from "../memory/allocator/conf.ts";
import type { BlockGroup } from "../memory/block-groups.ts";
import { blocksAtPeak } from "../memory/recording/peak.ts";
import { readPickle } from "../memory/recording/pickle.ts";
import { readSnapshot } from "../memory/recording/snapshot.ts";

/**
 * The blocks at the peak of what a process recorded on its card, as a measurement's `blocks`: it records on one, and
 * where the snapshot has several devices, on the one with the most events.
 *
 * `workspace` is the folder of the user's own code, as Python's `os.getcwd()` names it. Throws RangeError where the
 * snapshot cannot be read.
 */
export function recordedBlocks(snapshot: Uint8Array, workspace: string): BlockGroup[] {
  const [recording] = readSnapshot(readPickle(snapshot)).toSorted((a, b) => b.events.length - a.events.length);
  if (recording === undefined) return [];
  return blocksAtPeak(recording, workspace, parseAllocConf(recording.alloc_conf));
}
