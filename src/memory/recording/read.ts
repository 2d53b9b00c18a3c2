import { isCountedTrace, readCountedTrace } from "./counted-trace.ts";
import { readJsonLines } from "./json-lines.ts";
import { readPickle } from "./pickle.ts";
import { isRecordedTrace, readRecordedTrace } from "./recorded-trace.ts";
import type { Recording } from "./recording.ts";
import { readSnapshot } from "./snapshot.ts";

/**
 * The recordings in a file, one a device: a memory snapshot of PyTorch, a trace that our probe counted on the CPU, a
 * recording in its short form, or lines of JSON. Throws RangeError on anything else.
 *
 * A pickle of protocol 2 or newer begins with the opcode PROTO; JSON never does.
 */
export function readRecordings(content: Uint8Array): Recording[] {
  if (content[0] === 0x80) return readSnapshot(readPickle(content));
  const text = new TextDecoder().decode(content);
  const whole = parseWhole(text);
  if (isCountedTrace(whole)) return [readCountedTrace(whole)];
  return [isRecordedTrace(whole) ? readRecordedTrace(whole) : readJsonLines(text)];
}

/** Undefined where the text is not one JSON document: then it is lines of them. */
function parseWhole(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
