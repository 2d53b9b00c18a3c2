import { readPickle } from "./pickle.ts";
import type { Recording } from "./recording.ts";
import { readSnapshot } from "./snapshot.ts";

/**
 * What a process recorded on its card, of its memory snapshot: where that has several devices, it is the one with the most
 * events. Undefined where it has none. Throws RangeError where the snapshot cannot be read.
 */
export function processRecording(snapshot: Uint8Array): Recording | undefined {
  return readSnapshot(readPickle(snapshot)).toSorted((a, b) => b.events.length - a.events.length)[0];
}
