import { markdownTable } from "markdown-table";
import type { BlockAtPeak } from "../memory/block-groups.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { Recording } from "../memory/recording/recording.ts";
import { type Fit, type ReplayPeaks, type WhatIf, peaksAsRecorded, whatIf } from "../memory/recording/what-if.ts";
import { blockTable, whereText } from "../report/block-words.ts";
import { plainLine } from "../report/escape.ts";
import { type Unit, apportion, formatCount, formatSize, fromDigits, unitFor } from "../report/format.ts";

export type WhatIfResult = {
  readonly schema: "vram-budget/what-if@1";
  readonly device: number;
  /** Events of the recording. */
  readonly events: number;
  /** Blocks that were there before, which are asked for anew. */
  readonly blocks_before: number;
  /** Counted on the CPU: what kernels and libraries of CUDA take beside tensors is not in it. */
  readonly tensors_only: boolean;
  readonly recorded: ReplayPeaks & { readonly alloc_conf: string };
  readonly card: CudaDevice | null;
  readonly what_if: readonly WhatIf[];
};

export const TENSORS_ONLY = "counted on the CPU: what kernels and libraries of CUDA take beside tensors is not in it";

/** Settings that people turn, beside PyTorch's default. */
const TURNED = ["expandable_segments:True", "max_split_size_mb:128", "roundup_power2_divisions:4"] as const;

/** What a recording would have made of the allocator's settings, those of `asked` and of the recording among them. */
export function askWhatIf(
  recording: Recording,
  asked: string | undefined,
  card: CudaDevice | undefined,
  workspace: string,
): WhatIfResult {
  const confs = ["", recording.alloc_conf, ...(asked === undefined ? [] : [asked]), ...TURNED, ...onlyOn(card)];
  return {
    schema: "vram-budget/what-if@1",
    device: recording.device,
    events: recording.events.length,
    blocks_before: recording.segments.flatMap(({ blocks }) => blocks.filter(({ live }) => live)).length,
    tensors_only: recording.tensors_only,
    recorded: { alloc_conf: recording.alloc_conf, ...peaksAsRecorded(recording) },
    card: card ?? null,
    what_if: [...new Set(confs)].map((conf) => whatIf(recording, conf, card, workspace)),
  };
}

/**
 * The garbage collection acts only where a share of the card is set as the limit: here as much of it as the context
 * leaves, in whole hundredths.
 */
function onlyOn(card: CudaDevice | undefined): string[] {
  if (card === undefined) return [];
  const share = Math.floor((1 - card.context_bytes / card.usable_bytes) * 100) / 100;
  return [`garbage_collection_threshold:0.8,per_process_memory_fraction:${share}`];
}

export function renderWhatIf(result: WhatIfResult): string {
  const { device, blocks_before, recorded, card, what_if } = result;
  const unit = unitFor(Math.max(...[recorded, ...what_if].map(({ reserved_bytes }) => reserved_bytes)));
  const onCard = (text: string) => (card === null ? [] : [text]);
  const head = [`device ${device}, ${unit.name}`, "allocated", "overhead", "reserved"];
  // From an empty allocator it is the row of the recording's own settings.
  const asItWas = `as it was recorded${recorded.alloc_conf === "" ? "" : `, ${plainLine(recorded.alloc_conf)}`}`;
  const first = blocks_before === 0 ? [] : [[asItWas, ...sizes(recorded, unit, true), ...onCard("")]];
  const rows = [...first, ...what_if.map((row) => rowCells(row, unit))];
  const table = markdownTable([[...head, ...onCard(`on ${card?.name}`)], ...rows], {
    align: ["l", "r", "r", "r", "l"],
  });
  return `${[table, ...notes(result)].join("\n\n")}\n`;
}

function rowCells(row: WhatIf, unit: Unit): string[] {
  const cells = [confText(row.alloc_conf), ...sizes(row, unit, row.complete)];
  return row.fit === undefined ? cells : [...cells, fitText(row.fit)];
}

function confText(conf: string): string {
  return conf === "" ? "PyTorch's default" : plainLine(conf);
}

/** As printed, allocated and overhead add up to reserved. Peaks of what was ended early are the least that is needed. */
function sizes({ allocated_bytes, overhead_bytes }: ReplayPeaks, unit: Unit, complete: boolean): string[] {
  const [allocated = 0, overhead = 0] = apportion([allocated_bytes, overhead_bytes], unit);
  const least = (digits: number) => `${complete ? "" : "≥ "}${fromDigits(digits, unit)}`;
  return [least(allocated), fromDigits(overhead, unit), least(allocated + overhead)];
}

function fitText(fit: Fit): string {
  switch (fit.kind) {
    case "fits": {
      const times = fit.num_alloc_retries === 1 ? "once" : `${fit.num_alloc_retries} times`;
      const retries = fit.num_alloc_retries === 0 ? "" : ` after emptying the cache ${times}`;
      return `fits${retries}${fit.sure ? "" : ", unless the context is larger"}`;
    }
    case "fails":
      return `out of memory${fit.sure ? "" : ", unless the context is smaller"}`;
  }
}

function notes({ blocks_before, tensors_only, card, events, what_if }: WhatIfResult): string[] {
  const before = `${formatCount(blocks_before)} blocks were there when the recording began: they are asked for anew in every row but the first`;
  return [
    ...(blocks_before === 0 ? [] : [before]),
    ...(tensors_only ? [TENSORS_ONLY] : []),
    ...(card === null ? [] : [cardText(card)]),
    ...what_if.flatMap(({ alloc_conf, fit }) =>
      fit?.kind === "fails" ? [`${confText(alloc_conf)}: ${failureText(fit, events)}`] : [],
    ),
  ];
}

function cardText({ name, usable_bytes, context_bytes, context_low_bytes, context_high_bytes }: CudaDevice): string {
  const range = `${formatSize(context_low_bytes)} to ${formatSize(context_high_bytes)}`;
  return `${name}: ${formatSize(usable_bytes)} for a process, less a CUDA context of ${formatSize(context_bytes)} (${range})`;
}

function failureText(
  { request, event, allocated_bytes, reserved_bytes }: Extract<Fit, { kind: "fails" }>,
  events: number,
): string {
  const moment =
    event === undefined
      ? "for what was there when the recording began"
      : `at event ${formatCount(event + 1)} of ${formatCount(events)}`;
  const held = `with ${formatSize(allocated_bytes)} allocated and ${formatSize(reserved_bytes)} reserved`;
  return `${formatSize(request.bytes)} could not be had ${moment}, ${held}${placeText(request)}`;
}

/** Who asked, where the recording says it. */
function placeText(request: BlockAtPeak): string {
  const [row] = blockTable([{ ...request, count: 1 }]).rows;
  if (row === undefined || request.origin === "unknown") return "";
  return `: ${[row.what, row.module, whereText(row)].filter((part) => part !== "").join(", ")}`;
}
