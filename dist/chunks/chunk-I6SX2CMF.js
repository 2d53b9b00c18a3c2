import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  formatCount,
  formatPercent,
  formatSize,
  plainLine
} from "./chunk-73KJIM4E.js";

// src/report/observed-words.ts
function leakText({
  on,
  bytes_per_step,
  steps,
  steps_to_limit
}) {
  const where = on === "cpu" ? " on the CPU" : "";
  const reached = steps_to_limit === void 0 ? "" : `, and reaches the budget after about ${formatCount(steps_to_limit)} more`;
  return `a leak: what is alive${where} after a step grows by ${formatSize(bytes_per_step)} a step (seen over ${steps})${reached}; look for tensors that are kept, as losses in a list without .item() or .detach()`;
}
var EXPANDABLE = "PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True";
function retriesText({ retries, expandable }) {
  const often = retries === 1 ? "once" : `${formatCount(retries)} times`;
  const help = expandable ? "a smaller batch leaves it room" : `a smaller batch leaves it room, and ${EXPANDABLE} may`;
  return `the card was full: the allocator gave cached memory back and tried again ${often}, which is slow; ${help}`;
}
function fragmentationText(finding) {
  const { overhead_bytes, allocated_bytes, expandable, replayed } = finding;
  const share = formatPercent(overhead_bytes / Math.max(allocated_bytes, 1));
  const what = `${formatSize(overhead_bytes)} are reserved beyond the peak of what is allocated (${share} of it)`;
  if (expandable) return `${what}, though expandable segments are on`;
  if (replayed === void 0) return `${what}; try ${EXPANDABLE}`;
  const { reserved_bytes, expandable_reserved_bytes } = replayed;
  if (expandable_reserved_bytes >= reserved_bytes)
    return `${what}; try ${EXPANDABLE}, though by replay the ${replayed.of} gains nothing`;
  const gain = `${formatSize(expandable_reserved_bytes)} instead of ${formatSize(reserved_bytes)}`;
  return `${what}; try ${EXPANDABLE}: by replay the ${replayed.of} reserves ${gain}`;
}
function varyingText({ shapes, tensors, in_steps, steps }) {
  return `batches vary: ${shapes} shapes in ${steps} steps, the largest ${plainLine(tensors.join(", "))} in ${in_steps} of them; the worst that was seen decides, and a larger one may come: measure with the longest samples first, or more steps`;
}
function tenantText({ processes, used_bytes, usable_bytes }) {
  const who = processes === 1 ? "another process" : `${processes} other processes`;
  const share = formatPercent(used_bytes / Math.max(usable_bytes, 1));
  return `${who} held ${formatSize(used_bytes)} of the card (${share}) while it was measured; measure on a card that is free`;
}
function ranksText({ highest, lowest }) {
  const apart = highest.device_bytes - lowest.device_bytes;
  return `the processes do not need the same: rank ${highest.rank} needs ${formatSize(highest.device_bytes)}, rank ${lowest.rank} needs ${formatSize(apart)} (${formatPercent(apart / Math.max(highest.device_bytes, 1))}) less; the worst decides`;
}
function stoppedText({ steps, warmup, stopped }) {
  const taken = `${steps} ${steps === 1 ? "step" : "steps"}`;
  const all = `${taken} and ${warmup} of warm-up`;
  switch (stopped) {
    case "steps":
      return `${taken} measured after ${warmup} of warm-up`;
    case "stable":
      return `stopped after ${all}: the peak was stable`;
    case "ended":
      return `the program ended by itself after ${all}`;
    case "out-of-memory":
      return `memory ran out after ${all}`;
  }
}
function spreadText({ step_peaks }) {
  if (step_peaks.length < 2) return void 0;
  const peaks = step_peaks.map(({ allocated_bytes }) => allocated_bytes);
  const spread = Math.max(...peaks) - Math.min(...peaks);
  return spread === 0 ? "all with the same peak" : `their peaks within ${formatSize(spread)} of one another`;
}
function outOfMemoryText(finding) {
  const { phase, step, requested_bytes, allocated_bytes, reserved_bytes, largest_blocks } = finding;
  const blocks = largest_blocks.map(({ bytes, category }) => `${formatSize(bytes)} ${category ?? "not enumerated"}`);
  return [
    `CUDA out of memory in ${phase} of step ${step}: ${formatSize(requested_bytes)} were requested with ${formatSize(allocated_bytes)} allocated and ${formatSize(reserved_bytes)} reserved`,
    ...blocks.length === 0 ? [] : [`the largest blocks: ${blocks.join(", ")}`],
    "the peak is a lower bound"
  ].join("; ");
}
function passedOverText({ card, why }) {
  return `not measured on the card: this machine has ${plainLine(card)}, and the training ran on the CPU: ${whyOnTheCpu(why)}`;
}
function whyOnTheCpu(why) {
  switch (why.kind) {
    case "no-cuda-build":
      return `PyTorch ${plainLine(why.torch)} is built without CUDA; install a build with it into the Python that runs the training`;
    case "driver-too-old":
      return `CUDA ${plainLine(why.cuda)} of its PyTorch wants driver ${why.least} or newer, and ${plainLine(why.driver)} is there; update the driver, or install a PyTorch for an older CUDA`;
    case "not-used":
      return "let it take the card, by its options or where it chooses its device, and look whether the command sets CUDA_VISIBLE_DEVICES; set it to nothing for the whole job to measure on the CPU";
  }
}

export {
  leakText,
  retriesText,
  fragmentationText,
  varyingText,
  tenantText,
  ranksText,
  stoppedText,
  spreadText,
  outOfMemoryText,
  passedOverText
};
