import { markdownTable } from "markdown-table";
import { UserError } from "../config/user-error.ts";
import type { Allocator } from "../memory/allocator/allocator.ts";
import { parseAllocConf } from "../memory/allocator/conf.ts";
import type { StatisticName } from "../memory/allocator/statistics.ts";
import type { BlockGroup } from "../memory/block-groups.ts";
import type { CudaDevice } from "../memory/device.ts";
import { blocksAtPeak } from "../memory/recording/peak.ts";
import { readRecordings } from "../memory/recording/read.ts";
import type { Birth, Recording } from "../memory/recording/recording.ts";
import { replayRecording } from "../memory/recording/replay.ts";
import { blockTable, whereText } from "../report/block-words.ts";
import { formatCount } from "../report/format.ts";
import { TENSORS_ONLY, type WhatIfResult, askWhatIf } from "./what-if.ts";

export type ReplayOptions = {
  /** As `PYTORCH_CUDA_ALLOC_CONF`, empty for the default; undefined for that of the recording. */
  readonly alloc_conf: string | undefined;
  /** Which device of a snapshot; undefined where it has but one. */
  readonly device: number | undefined;
  /** The folder of the user's own code, from which lines are named, where the recording does not say it. */
  readonly workspace: string;
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
  /** There where it was counted on the CPU: what kernels and libraries of CUDA take beside tensors is not in it. */
  readonly tensors_only?: true;
  /** What is alive at the peak; absent where the recording holds bytes alone. */
  readonly blocks?: readonly BlockGroup[];
};

/** Replays the text of a trace file or the bytes of a snapshot. Throws UserError on what it cannot read. */
export function replay(name: string, content: Uint8Array, options: ReplayOptions): ReplayResult {
  return ofRecording(name, content, options, (recording) => {
    const conf = parseAllocConf(options.alloc_conf ?? recording.alloc_conf);
    const counted = recording.tensors_only ? ({ tensors_only: true } as const) : {};
    const result = { ...resultOf(recording.device, replayRecording(recording, conf)), ...counted };
    if (!tellsOrigins(recording)) return result;
    return { ...result, blocks: blocksAtPeak(recording, recording.workspace ?? options.workspace, conf) };
  });
}

/** What other settings would have made of it, and whether it fits a card. Throws UserError on what it cannot read. */
export function replayWhatIf(
  name: string,
  content: Uint8Array,
  options: ReplayOptions,
  card: CudaDevice | undefined,
): WhatIfResult {
  return ofRecording(name, content, options, (recording) =>
    askWhatIf(recording, options.alloc_conf, card, recording.workspace ?? options.workspace),
  );
}

function ofRecording<Result>(
  name: string,
  content: Uint8Array,
  { device }: ReplayOptions,
  tell: (recording: Recording) => Result,
): Result {
  try {
    return tell(chooseDevice(readRecordings(content), device));
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${name}: ${error.message}`);
    throw error;
  }
}

/** Whether it says of any block where it comes from, or what it is for. */
function tellsOrigins({ segments, events }: Recording): boolean {
  const known = (birth: Birth | undefined) =>
    birth !== undefined && (birth.stack.kind !== "not-recorded" || birth.category !== null);
  return (
    events.some((event) => event.op === "alloc" && known(event.birth)) ||
    segments.some(({ blocks }) => blocks.some(({ birth }) => known(birth)))
  );
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
  const rows = (["allocated_bytes", "reserved_bytes", "requested_bytes", "segments"] as const).map((name) => [
    name,
    formatCount(result[name].current),
    formatCount(result[name].peak),
  ]);
  const table = markdownTable([[`device ${result.device}`, "current", "peak"], ...rows], { align: ["l", "r", "r"] });
  const counts = `num_alloc_retries ${result.num_alloc_retries}, num_ooms ${result.num_ooms}`;
  const counted = result.tensors_only === true ? [TENSORS_ONLY] : [];
  const blocks = result.blocks === undefined ? [] : [blocksText(result.blocks)];
  return `${[table, counts, ...counted, ...blocks].join("\n\n")}\n`;
}

function blocksText(blocks: readonly BlockGroup[]): string {
  const { unit, rows, total } = blockTable(blocks);
  const cells = rows.map((row) => [row.size, row.blocks, row.what, row.module, whereText(row)]);
  const table = markdownTable([[unit.name, "blocks", "what", "module", "where"], ...cells, [total, "", "allocated"]], {
    align: ["r", "r", "l", "l", "l"],
  });
  return `the largest blocks at the peak\n\n${table}`;
}
