import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  peaksAsRecorded,
  whatIf
} from "./chunk-DTIZBPZC.js";
import {
  markdownTable
} from "./chunk-BWA43EDX.js";
import {
  blockTable,
  whereText
} from "./chunk-EWCJM4KM.js";
import {
  apportion,
  formatCount,
  formatSize,
  fromDigits,
  plainLine,
  unitFor
} from "./chunk-73KJIM4E.js";

// src/commands/what-if.ts
var TENSORS_ONLY = "counted on the CPU: what kernels and libraries of CUDA take beside tensors is not in it";
var TURNED = ["expandable_segments:True", "max_split_size_mb:128", "roundup_power2_divisions:4"];
function askWhatIf(recording, asked, card, workspace) {
  const confs = ["", recording.alloc_conf, ...asked === void 0 ? [] : [asked], ...TURNED, ...onlyOn(card)];
  return {
    schema: "vram-budget/what-if@1",
    device: recording.device,
    events: recording.events.length,
    blocks_before: recording.segments.flatMap(({ blocks }) => blocks.filter(({ live }) => live)).length,
    tensors_only: recording.tensors_only,
    recorded: { alloc_conf: recording.alloc_conf, ...peaksAsRecorded(recording) },
    card: card ?? null,
    what_if: [...new Set(confs)].map((conf) => whatIf(recording, conf, card, workspace))
  };
}
function onlyOn(card) {
  if (card === void 0) return [];
  const share = Math.floor((1 - card.context_bytes / card.usable_bytes) * 100) / 100;
  return [`garbage_collection_threshold:0.8,per_process_memory_fraction:${share}`];
}
function renderWhatIf(result) {
  const { device, blocks_before, recorded, card, what_if } = result;
  const unit = unitFor(Math.max(...[recorded, ...what_if].map(({ reserved_bytes }) => reserved_bytes)));
  const onCard = (text) => card === null ? [] : [text];
  const head = [`device ${device}, ${unit.name}`, "allocated", "overhead", "reserved"];
  const asItWas = `as it was recorded${recorded.alloc_conf === "" ? "" : `, ${plainLine(recorded.alloc_conf)}`}`;
  const first = blocks_before === 0 ? [] : [[asItWas, ...sizes(recorded, unit, true), ...onCard("")]];
  const rows = [...first, ...what_if.map((row) => rowCells(row, unit))];
  const table = markdownTable([[...head, ...onCard(`on ${card?.name}`)], ...rows], {
    align: ["l", "r", "r", "r", "l"]
  });
  return `${[table, ...notes(result)].join("\n\n")}
`;
}
function rowCells(row, unit) {
  const cells = [confText(row.alloc_conf), ...sizes(row, unit, row.complete)];
  return row.fit === void 0 ? cells : [...cells, fitText(row.fit)];
}
function confText(conf) {
  return conf === "" ? "PyTorch's default" : plainLine(conf);
}
function sizes({ allocated_bytes, overhead_bytes }, unit, complete) {
  const [allocated = 0, overhead = 0] = apportion([allocated_bytes, overhead_bytes], unit);
  const least = (digits) => `${complete ? "" : "\u2265 "}${fromDigits(digits, unit)}`;
  return [least(allocated), fromDigits(overhead, unit), least(allocated + overhead)];
}
function fitText(fit) {
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
function notes({ blocks_before, tensors_only, card, events, what_if }) {
  const before = `${formatCount(blocks_before)} blocks were there when the recording began: they are asked for anew in every row but the first`;
  return [
    ...blocks_before === 0 ? [] : [before],
    ...tensors_only ? [TENSORS_ONLY] : [],
    ...card === null ? [] : [cardText(card)],
    ...what_if.flatMap(
      ({ alloc_conf, fit }) => fit?.kind === "fails" ? [`${confText(alloc_conf)}: ${failureText(fit, events)}`] : []
    )
  ];
}
function cardText({ name, usable_bytes, context_bytes, context_low_bytes, context_high_bytes }) {
  const range = `${formatSize(context_low_bytes)} to ${formatSize(context_high_bytes)}`;
  return `${name}: ${formatSize(usable_bytes)} for a process, less a CUDA context of ${formatSize(context_bytes)} (${range})`;
}
function failureText({ request, event, allocated_bytes, reserved_bytes }, events) {
  const moment = event === void 0 ? "for what was there when the recording began" : `at event ${formatCount(event + 1)} of ${formatCount(events)}`;
  const held = `with ${formatSize(allocated_bytes)} allocated and ${formatSize(reserved_bytes)} reserved`;
  return `${formatSize(request.bytes)} could not be had ${moment}, ${held}${placeText(request)}`;
}
function placeText(request) {
  const [row] = blockTable([{ ...request, count: 1 }]).rows;
  if (row === void 0 || request.origin === "unknown") return "";
  return `: ${[row.what, row.module, whereText(row)].filter((part) => part !== "").join(", ")}`;
}

export {
  TENSORS_ONLY,
  askWhatIf,
  renderWhatIf
};
