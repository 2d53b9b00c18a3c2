import { markdownTable } from "markdown-table";
import { UserError } from "../config/user-error.ts";
import type { Allocator } from "../memory/allocator/allocator.ts";
import { parseAllocConf } from "../memory/allocator/conf.ts";
import type { StatisticName } from "../memory/allocator/statistics.ts";
import { readJsonLines } from "../memory/recording/json-lines.ts";
import { readPickle } from "../memory/recording/pickle.ts";
import { isRecordedTrace, readRecordedTrace } from "../memory/recording/recorded-trace.ts";
import type { Recording } from "../memory/recording/recording.ts";
import { replayRecording } from "../memory/recording/replay.ts";
import { readSnapshot } from "../memory/recording/snapshot.ts";

export type ReplayOptions = {
  /** As `PYTORCH_CUDA_ALLOC_CONF`; empty for the default. */
  readonly alloc_conf: string;
  /** Which device of a snapshot; undefined where it has but one. */
  readonly device: number | undefined;
};

type Level = { readonly current: number; readonly peak: number };

export type ReplayResult = {
  readonly schema: "vram-budget/replay@1";
  readonly device: number;
  readonly allocated_bytes: Level;
  readonly reserved_bytes: Level;
  readonly requested_bytes: Level;
  readonly segments: Level;
  readonly num_alloc_retries: number;
  readonly num_ooms: number;
};

/** Replays the text of a trace file or the bytes of a snapshot. Throws UserError on what it cannot read. */
export function replay(name: string, content: Uint8Array, options: ReplayOptions): ReplayResult {
  try {
    const conf = parseAllocConf(options.alloc_conf);
    const recording = chooseDevice(readRecordings(content), options.device);
    return resultOf(recording.device, replayRecording(recording, conf));
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${name}: ${error.message}`);
    throw error;
  }
}

/** A pickle of protocol 2 or newer begins with the opcode PROTO; JSON never does. */
function readRecordings(content: Uint8Array): Recording[] {
  if (content[0] === 0x80) return readSnapshot(readPickle(content));
  const text = new TextDecoder().decode(content);
  const whole = parseWhole(text);
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

function chooseDevice(recordings: readonly Recording[], device: number | undefined): Recording {
  const there = recordings.map((recording) => recording.device).join(", ");
  const [first] = recordings;
  if (first === undefined) throw new RangeError("The snapshot holds nothing of any device");
  if (device === undefined && recordings.length === 1) return first;
  if (device === undefined) throw new RangeError(`The snapshot holds the devices ${there}: choose one with --device`);
  const chosen = recordings.find((recording) => recording.device === device);
  if (chosen === undefined) throw new RangeError(`The snapshot holds nothing of device ${device}: it has ${there}`);
  return chosen;
}

function resultOf(device: number, { statistics }: Allocator): ReplayResult {
  const level = (name: StatisticName): Level => {
    const { current, peak } = statistics[name].all;
    return { current, peak };
  };
  return {
    schema: "vram-budget/replay@1",
    device,
    allocated_bytes: level("allocated_bytes"),
    reserved_bytes: level("reserved_bytes"),
    requested_bytes: level("requested_bytes"),
    segments: level("segment"),
    num_alloc_retries: statistics.num_alloc_retries,
    num_ooms: statistics.num_ooms,
  };
}

export function renderReplay(result: ReplayResult): string {
  const count = (n: number) => n.toLocaleString("en-US");
  const rows = (["allocated_bytes", "reserved_bytes", "requested_bytes", "segments"] as const).map((name) => [
    name,
    count(result[name].current),
    count(result[name].peak),
  ]);
  const table = markdownTable([[`device ${result.device}`, "current", "peak"], ...rows], { align: ["l", "r", "r"] });
  return `${table}\n\nnum_alloc_retries ${result.num_alloc_retries}, num_ooms ${result.num_ooms}\n`;
}
