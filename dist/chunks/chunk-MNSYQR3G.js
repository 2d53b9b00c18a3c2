import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  budgetShare,
  bySeverity,
  warns
} from "./chunk-L36G37CV.js";
import {
  ACCEPT_LABEL
} from "./chunk-B4N5WTQT.js";
import {
  LARGEST_BATCH
} from "./chunk-D6I7ENPW.js";
import {
  fragmentationText,
  leakText,
  outOfMemoryText,
  passedOverText,
  ranksText,
  retriesText,
  tenantText,
  varyingText
} from "./chunk-I6SX2CMF.js";
import {
  apportion,
  briefLine,
  formatApart,
  formatBrief,
  formatBriefDelta,
  formatCount,
  formatDelta,
  formatPercent,
  formatShare,
  formatSize,
  fromDigits,
  inUnit,
  plainLine,
  unitFor
} from "./chunk-73KJIM4E.js";
import {
  SEVERITY
} from "./chunk-PPR6C4MJ.js";
import {
  CATEGORIES
} from "./chunk-MPJ5O2UK.js";

// src/report/change-words.ts
function baseLabel(base) {
  if (base === void 0) return "the base";
  return base.name === base.sha ? base.sha.slice(0, 7) : plainLine(base.name);
}
function baseName({ name, sha }) {
  return name === sha ? sha.slice(0, 7) : `${plainLine(name)} (${sha.slice(0, 7)})`;
}
function changeText(change) {
  switch (change.kind) {
    case "new":
      return "new: the base has no such training";
    case "unchanged":
      return `as before, ${formatSize(change.base_bytes)}`;
    case "changed":
      return movedText(change);
    case "unknown":
      return `what changed is not known: ${plainLine(change.why)}`;
  }
}
function movedText({ base_bytes, head_bytes, delta_bytes, categories }) {
  const tensors = categories.filter(({ name }) => CATEGORIES.some((category) => category === name));
  const allocated = tensors.reduce((sum, row) => sum + row.delta_bytes, 0);
  if (delta_bytes === 0) {
    const within = allocated > 0 ? "for which there is room" : "and as much reserved";
    const parts = allocated === 0 ? "its parts moved" : `${formatDelta(allocated)} allocated, ${within}`;
    return `as before, ${formatSize(head_bytes)}: ${parts}`;
  }
  const most = mostOf(categories, delta_bytes);
  const mostly2 = most === void 0 ? "" : `, mostly ${most.name} (${formatDelta(most.delta_bytes)})`;
  return `${formatDelta(delta_bytes)}, from ${formatSize(base_bytes)} to ${formatSize(head_bytes)}${mostly2}`;
}
function measuredText(change) {
  if (change?.measured === void 0) return void 0;
  const { base_bytes, head_bytes, delta_bytes } = change.measured;
  if (delta_bytes === 0) return `measured as before, ${formatSize(head_bytes)}`;
  return `measured ${formatDelta(delta_bytes)}, from ${formatSize(base_bytes)} to ${formatSize(head_bytes)}`;
}
function mostOf(rows, delta) {
  return rows.filter((row) => Math.sign(row.delta_bytes) === Math.sign(delta)).toSorted((a, b) => Math.abs(b.delta_bytes) - Math.abs(a.delta_bytes))[0];
}
function keyRows({ change }, most = Infinity) {
  if (change?.kind === "unknown") return unknownRows(change.keys ?? [], most);
  if (change?.kind !== "changed") return [];
  const keys = change.keys.filter((key) => !hasNoEffect(key));
  const { delta_bytes, together_bytes } = change;
  const unit = unitFor(Math.max(...[delta_bytes, together_bytes, ...keys.map(ownBytes)].map(Math.abs)));
  const [together = 0, ...shares] = apportion([together_bytes, ...keys.map(ownBytes)], unit);
  const rows = keys.map(
    (key, index) => keyRow(key, key.no_share === void 0 ? deltaOf(shares[index] ?? 0, unit) : NO_SHARE[key.no_share])
  );
  const folded = keys.length > most ? [lineOf("together", moreKeys(keys.length - most), sumOf(shares.slice(most)), unit)] : [];
  const untold = keys.some(({ no_share }) => no_share !== void 0);
  const rest = untold ? "the others, and all together" : "together";
  return [
    ...rows.slice(0, most),
    ...folded,
    ...together_bytes === 0 && !untold ? [] : [lineOf("together", rest, together, unit)],
    ...rows.length > 1 || together_bytes !== 0 ? [lineOf("sum", "device", sumOf([together, ...shares]), unit)] : []
  ];
}
function unknownRows(keys, most) {
  const rows = keys.slice(0, most).map((key) => keyRow(key, NO_SHARE["not-predicted"]));
  if (keys.length <= most) return rows;
  return [...rows, { kind: "together", name: moreKeys(keys.length - most), was: "", is: "", share: "" }];
}
function moreKeys(count) {
  return count === 1 ? "1 more key" : `${count} more keys`;
}
function lineOf(kind, name, count, unit) {
  return { kind, name, was: "", is: "", share: deltaOf(count, unit) };
}
function sumOf(counts) {
  return counts.reduce((sum, count) => sum + count, 0);
}
function ownBytes({ delta_bytes }) {
  return delta_bytes ?? 0;
}
function hasNoEffect({ delta_bytes, allocated_delta_bytes }) {
  return delta_bytes === 0 && allocated_delta_bytes === 0;
}
function keysWithoutEffect({ change }) {
  if (change?.kind !== "changed" && change?.kind !== "unchanged") return [];
  return change.keys.filter(hasNoEffect).map(({ path }) => path);
}
var NO_SHARE = {
  "needs-others": "not to be taken back alone",
  "not-predicted": "not known",
  "too-many": "not looked at alone"
};
function keyRow({ path, base, head }, share) {
  return { kind: "key", name: path, was: valueText(base), is: valueText(head), share };
}
var LONGEST = 60;
function valueText(text) {
  if (text === void 0) return "\u2013";
  const line = plainLine(text);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}\u2026`;
}
function deltaOf(count, unit) {
  const sign = count === 0 ? "\xB1" : count > 0 ? "+" : "\u2212";
  return `${sign}${fromDigits(Math.abs(count), unit)} ${unit.name}`;
}
function keyText({ path, base, head, delta_bytes, no_share }) {
  const share = no_share === void 0 ? formatDelta(delta_bytes ?? 0) : NO_SHARE[no_share];
  return `${path} ${valueText(base)} \u2192 ${valueText(head)}: ${share}`;
}
function removedText({ base_bytes }) {
  return base_bytes === void 0 ? "removed" : `removed, needed ${formatSize(base_bytes)}`;
}

// src/report/acceptance-words.ts
var HOW_TO_ACCEPT = `where it is meant, the label ${ACCEPT_LABEL} says so`;
function acceptedText({ by, base_bytes, delta_bytes }) {
  const share = formatShare(delta_bytes / Math.max(base_bytes, 1));
  const how = { label: `the label ${ACCEPT_LABEL}`, budget: "the higher budget" };
  return `${formatSize(delta_bytes)} (${share}) more than the base, accepted by ${how[by]}`;
}

// src/report/advice.ts
var ADVICE = {
  "not-asked": "",
  "other-batches": "",
  fork: "",
  event: "",
  "no-python": "name one with `--python` or the input `python`, or run `vram-budget setup`",
  "no-torch": "install PyTorch for it, or name another Python with `--python` or the input `python`",
  "no-gpu": "measure on a runner that has the GPUs that it wants, or let it train on the CPU where there is none",
  "too-much-for-a-cpu": "measure it on a runner with the card; here `measure: never` only predicts",
  "driver-too-old": "update the runner's NVIDIA driver, or install a PyTorch that was built for an older CUDA",
  "unsupported-card": "install a PyTorch whose torch.cuda.get_arch_list() has this card's compute capability",
  "card-taken": "`nvidia-smi` lists the processes on the card: end them, give the runner a card of its own, or take it out of the exclusive mode",
  "no-device-memory": "the card had no room for what is not PyTorch's allocator's: `nvidia-smi` lists who else has it; end them, or train with less",
  "no-host-memory": "give the runner or its container more memory (not GPU memory), or load less: fewer workers, a smaller part of the data",
  "disk-full": "make room where it writes: checkpoints, caches, the temporary folder (TMPDIR), /dev/shm for the workers of a DataLoader",
  "not-attached": "the probe comes in through PYTHONPATH and VRAM_BUDGET_ATTACH, which `python -I`, `-E` and `-S`, `env -i`, `sudo`, `ssh` and a container keep out: run the training without them",
  "no-step": "measure a command that trains: one that calls step() of a torch.optim optimizer more often than `warmup`; lower `warmup` for a short one",
  "probe-failed": "this is a bug of vram-budget: report it with what the training printed; the program itself goes on without the probe",
  failed: "run the command by itself on this runner, and mend what it says",
  killed: "SIGKILL is most often the system out of memory (see `dmesg` and the container's limit), SIGSEGV an extension that was built for another PyTorch",
  "timed-out": "mend what it waits for, or raise `timeout` of the training, or the input or option `timeout`",
  cancelled: "run it again",
  "rank-died": "mend what ended this process; its own output above is the place to look",
  "ranks-disagree": "let every process take the same number of optimizer steps, or name `steps` that all of them reach",
  "not-believed": "let nothing but the probe write into the folder that VRAM_BUDGET_ATTACH names",
  "no-answer": "look at the job that measures it: run it again, or give it a runner"
};

// src/report/growth-words.ts
var MOST_FILES = 5;
function growthText({ base_bytes, delta_bytes, base_sha, ...where }) {
  const way = delta_bytes > 0 ? "more" : "less";
  const share = formatShare(delta_bytes / Math.max(base_bytes, 1));
  const moved = `${formatSize(Math.abs(delta_bytes))} (${share}) ${way} is measured than at ${base_sha.slice(0, 7)}`;
  return `${moved}, and the config is not why: look at the code or the dependencies (${whereText(where)})`;
}
function whereText({
  changed_files: files,
  changed_versions: versions
}) {
  const code = files === void 0 ? "which of its files changed is not known" : files.length === 0 ? "none of its files changed" : `its files that changed: ${namesText(files)}`;
  return versions.length === 0 ? code : `${code}; ${versions.map(versionText).join(", ")}`;
}
function namesText(files) {
  const named = files.slice(0, MOST_FILES).map(plainLine).join(", ");
  return files.length > MOST_FILES ? `${named} and ${files.length - MOST_FILES} more` : named;
}
function versionText({ name, base, head }) {
  return plainLine(`${name} ${base} \u2192 ${head}`);
}

// src/report/finding-words.ts
var HOW = {
  measurement: "measured",
  prediction: "predicted",
  extrapolation: "extrapolated"
};
function findingText(finding) {
  switch (finding.kind) {
    case "over-budget": {
      const over = formatSize(finding.needed_bytes - finding.limit_bytes);
      return { glyph: "\u274C", text: `over budget by ${over} (${HOW[finding.from]})` };
    }
    case "out-of-memory":
      return { glyph: "\u274C", text: outOfMemoryText(finding) };
    case "drift": {
      const way = finding.delta_bytes > 0 ? "more than predicted, the unsafe direction" : "less than predicted";
      const share = formatShare(finding.delta_bytes / Math.max(finding.predicted_bytes, 1));
      const { mostly: mostly2, tolerance } = finding;
      const named = mostly2 === void 0 ? "" : `, mostly ${mostly2.name} (${formatDelta(mostly2.delta_bytes)})`;
      return {
        glyph: "\u26A0\uFE0F",
        text: `${finding.tier} memory is ${formatSize(Math.abs(finding.delta_bytes))} (${share}) ${way}${named}; the tolerance is ${formatPercent(tolerance)}`
      };
    }
    case "growth":
      return { glyph: "\u26A0\uFE0F", text: `${growthText(finding)}; ${HOW_TO_ACCEPT}` };
    case "accepted-growth":
      return { glyph: "\u2139\uFE0F", text: acceptedText(finding) };
    case "shrinkage":
      return { glyph: "\u2139\uFE0F", text: growthText(finding) };
    case "tight": {
      const { needed_bytes, high_bytes, limit_bytes } = finding;
      const left = `close to the budget: ${formatSize(limit_bytes - needed_bytes)} are left`;
      const over = high_bytes > limit_bytes ? `, and up to ${formatSize(high_bytes)} may be needed` : "";
      return { glyph: "\u26A0\uFE0F", text: `${left}${over}` };
    }
    case "leak":
      return { glyph: "\u26A0\uFE0F", text: leakText(finding) };
    case "leak-over-budget":
      return { glyph: "\u274C", text: leakText(finding) };
    case "retries":
      return { glyph: "\u26A0\uFE0F", text: retriesText(finding) };
    case "fragmentation":
      return { glyph: "\u26A0\uFE0F", text: fragmentationText(finding) };
    case "varying-batches":
      return { glyph: "\u26A0\uFE0F", text: varyingText(finding) };
    case "extrapolation-open": {
      const ends2 = `${formatSize(finding.low_bytes)} to ${formatSize(finding.high_bytes)}`;
      const budget = `the budget of ${formatSize(finding.limit_bytes)} lies between`;
      return {
        glyph: "\u2754",
        text: `extrapolated, ${ends2} are needed, and ${budget}: measure batch sizes closer to it, or on a card that can run it`
      };
    }
    case "limit-failed": {
      const asked = `${formatSize(finding.requested_bytes)} were requested with ${formatSize(finding.held_bytes)} held`;
      return {
        glyph: "\u274C",
        text: `what is predicted is no limit: with ${formatSize(finding.limit_bytes)} it ran out of memory in ${finding.phase} of step ${finding.step}, where ${asked}`
      };
    }
    case "not-verified":
      return { glyph: "\u2754", text: `the predicted limit is not verified: ${briefLine(finding.detail)}` };
    case "co-tenant":
      return { glyph: "\u26A0\uFE0F", text: tenantText(finding) };
    case "rank-spread":
      return { glyph: "\u26A0\uFE0F", text: ranksText(finding) };
    case "not-on-the-card":
      return { glyph: "\u2754", text: passedOverText(finding) };
    case "not-measured":
      return { glyph: "\u2139\uFE0F", text: `not measured: ${whyNot(finding)}` };
    case "measurement-failed":
      return { glyph: "\u2754", text: `the measurement failed: ${whyNot(finding)}` };
    case "unknown":
      return {
        glyph: "\u2754",
        text: `${finding.place.file}:${finding.place.line}:${finding.place.column}: ${briefLine(finding.what)}: ${briefLine(finding.advice)}`
      };
    case "no-device":
      return { glyph: "\u2754", text: `no budget: ${briefLine(finding.detail)}` };
  }
}
function whyNot({ reason, detail, advice }) {
  const toDo = advice === void 0 ? ADVICE[reason] : briefLine(advice);
  return `${firstLine(detail)}${toDo === "" ? "" : `; ${toDo}`}`;
}
function firstLine(detail) {
  return briefLine(detail.split("\n")[0] ?? "");
}
function whatWasSeen({ findings }) {
  const lines = findings.flatMap(
    (finding) => finding.kind === "not-measured" || finding.kind === "measurement-failed" ? finding.detail.split("\n").slice(1) : []
  );
  return lines.length === 0 ? void 0 : lines.map(plainLine).join("\n");
}

// src/report/batch-words.ts
function evidenceText({ max_batch_size, evidence }) {
  switch (evidence.kind) {
    case "computed":
      return void 0;
    case "affine": {
      const told = max_batch_size > 1 && !evidence.traced.includes(max_batch_size);
      const alone = told ? `; ${formatCount(max_batch_size)} itself was not traced` : "";
      return `one trace answers every batch size: those at ${listed(evidence.traced)} agree to the byte${alone}`;
    }
    case "traced":
      return evidence.unknown_below === void 0 ? `traced at ${listed(evidence.traced)}` : `no one trace answers every batch size: traced at ${listed(evidence.traced)}; ${untraced(max_batch_size, evidence.unknown_below)} nothing was`;
  }
}
function useText({ batches, filling }) {
  const below = batches?.idle_below_batch_size;
  const unused = below === void 0 ? [] : [`below ${formatCount(below)} more than half of the budget stays unused`];
  if (filling === void 0) return unused[0];
  const need = `${formatCount(filling.batch_size)} would need ${formatSize(filling.device_bytes)}`;
  return `the card is mostly idle: ${[need, ...unused].join(", ")}`;
}
function untraced(low, high) {
  return high > LARGEST_BATCH ? `above ${formatCount(low)}` : `between ${formatCount(low)} and ${formatCount(high)}`;
}
function listed(batches) {
  const texts = batches.map(formatCount);
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}
var BATCH_COLUMNS = ["Training", "Batch", "Allocated", "Reserved", "Device", "Headroom"];
function batchCells({ trainings }) {
  return trainings.flatMap(
    ({ name, at_batch_sizes }) => at_batch_sizes.map((row) => [name, formatCount(row.batch_size), ...tierCells(row)])
  );
}
function tierCells(row) {
  if (row.kind === "unknown") return ["unknown", "\u2013", "\u2013", "\u2013"];
  const { allocated_bytes, reserved_bytes, device_bytes, headroom_bytes } = row;
  return [
    formatSize(allocated_bytes),
    formatSize(reserved_bytes),
    formatSize(device_bytes),
    formatDelta(headroom_bytes)
  ];
}
function batchRefusals({ trainings }) {
  return trainings.flatMap(
    ({ name, at_batch_sizes }) => at_batch_sizes.flatMap(
      (row) => row.kind === "unknown" ? [`${name}, batch ${formatCount(row.batch_size)}: ${row.what}`] : []
    )
  );
}

// src/report/bars.ts
var GLYPHS = {
  parameters: "\u2588",
  buffers: "\u2587",
  gradients: "\u2593",
  optimizer: "\u2592",
  batch: "\u2591",
  activations: "\u259E",
  workspace: "\u25AA",
  temporary: "\u25AB",
  "allocator overhead": "\xB7",
  "CUDA context": "\u2013",
  "NCCL communicator": "="
};
var PARTS = [...CATEGORIES, "allocator overhead", "CUDA context", "NCCL communicator"];
function partsOf(profile) {
  const parts = CATEGORIES.map((name) => ({
    name,
    bytes: profile.peak.categories[name]
  }));
  parts.push(
    { name: "allocator overhead", bytes: profile.overhead_bytes },
    { name: "CUDA context", bytes: profile.context_bytes },
    { name: "NCCL communicator", bytes: profile.communicator_bytes }
  );
  return parts.filter(({ bytes }) => bytes > 0);
}
function inOrder(names) {
  return PARTS.filter((name) => names.has(name)).map((name) => ({ name }));
}
function stackedBar(parts, scale, width) {
  let end = 0;
  let bar = "";
  for (const { name, bytes } of parts) {
    end += bytes;
    const upTo2 = Math.min(width, Math.max(bar.length + 1, Math.round(end / scale * width)));
    bar += GLYPHS[name].repeat(Math.max(0, upTo2 - bar.length));
  }
  return bar.padEnd(width);
}
function legend(parts, width) {
  const lines = [""];
  for (const { name } of parts) {
    const entry = `${GLYPHS[name]} ${name}`;
    const line = lines.at(-1) ?? "";
    if (line.length + entry.length + 2 > width) lines.push(entry);
    else lines[lines.length - 1] = line === "" ? entry : `${line}  ${entry}`;
  }
  return lines;
}
function gauge(share, width) {
  const full = Math.min(width, Math.max(share > 0 ? 1 : 0, Math.round(share * width)));
  return "\u2588".repeat(full) + "\u2591".repeat(width - full);
}

// src/report/words.ts
var GLYPH = { pass: "\u2705", fail: "\u274C", unknown: "\u2754" };
function shortCardName(name) {
  return name.replace(/^NVIDIA (?:GeForce )?/, "");
}
function rangeText(size, { low_bytes, high_bytes }) {
  if (low_bytes === size && high_bytes === size) return formatSize(size);
  const unit = unitFor(size);
  return `${formatSize(size)} (${inUnit(low_bytes, unit)} to ${inUnit(high_bytes, unit)})`;
}
function doubtTexts({ doubts }) {
  return doubts.map(
    ({ part, below_bytes, above_bytes, reason }) => `${part} ${doubtText(below_bytes, above_bytes)}: ${reason}`
  );
}
function doubtText(below, above) {
  if (below === above) return `\xB1${formatSize(above)}`;
  if (below === 0) return formatDelta(above);
  return above === 0 ? formatDelta(0 - below) : `${formatDelta(0 - below)} to ${formatDelta(above)}`;
}
function survivalText({ verification, measurement }) {
  if (verification?.kind !== "survived" || measurement.kind !== "measured") return void 0;
  const { limit_bytes, num_alloc_retries } = verification;
  const what = measurement.document.device.kind === "cpu" ? "alive" : "reserved";
  const retries = num_alloc_retries === 0 ? "" : `, after cached memory was given back ${num_alloc_retries} time(s)`;
  return `survived at ${formatSize(limit_bytes)}, the most that is predicted to be ${what}${retries}`;
}
function measuredAlone({
  measurement,
  comparison
}) {
  if (comparison !== void 0 || measurement.kind !== "measured" || measurement.document.out_of_memory !== null)
    return void 0;
  const { device, allocated_bytes, reserved_bytes, device_bytes } = measurement.document;
  if (device.kind === "cpu") {
    const counted = `tensors of ${formatSize(allocated_bytes)} at the peak, every one counted`;
    const left = "a card's library workspaces, allocator and CUDA context are not in it, so it does not tell what a card needs";
    return { title: "measured on the CPU, a rehearsal", text: `${counted}; ${left}` };
  }
  const tiers = `${formatSize(allocated_bytes)} allocated, ${formatSize(reserved_bytes)} reserved, ${formatSize(device_bytes)} of the card`;
  return { title: `measured on ${plainLine(device.name)}`, text: tiers };
}
function agreement({ comparison }) {
  if (comparison === void 0) return void 0;
  const row = comparison.tiers.at(-1);
  if (row === void 0) return void 0;
  if (row.delta_bytes === 0) return "exact";
  return `${formatShare(row.delta_bytes / Math.max(row.predicted_bytes, 1))} (${formatDelta(row.delta_bytes)})`;
}
function parametersText(count, { model, nominal_bytes, processes }) {
  const each = nominal_bytes.parameters / model.parameters;
  const size = `${formatCount(nominal_bytes.parameters)} bytes`;
  if (processes > 1) return `${count} parameters, ${size} of the first of ${formatCount(processes)} processes`;
  return Number.isInteger(each) ? `${count} parameters \xD7 ${each} bytes = ${size}` : `${count} parameters, ${size}`;
}

// src/report/budget-bars.ts
var WIDTH = 44;
var LABEL = 16;
var LEAST_SHARE = 0.25;
function budgetBars(trainings, base) {
  const drawn = trainings.map((training) => ({ training, bars: barsOf(training, baseLabel(base)) }));
  const blocks = drawn.flatMap(({ training, bars }) => bars.length === 0 ? [] : [barBlock(training, bars)]);
  if (blocks.length === 0) return [];
  const seen = new Set(drawn.flatMap(({ bars }) => bars.flatMap(({ parts }) => parts.map(({ name }) => name))));
  return [...blocks.flatMap((lines) => lines.concat("")), ...legend(inOrder(seen), LABEL + WIDTH + 8)];
}
function barsOf({ prediction, change }, base) {
  if (prediction?.kind !== "predicted") return [];
  const { profile } = prediction;
  const now = { label: change?.kind === "changed" ? "now" : "", parts: partsOf(profile), bytes: profile.device_bytes };
  if (change?.kind !== "changed") return [now];
  const before = change.categories.map(({ name, base_bytes }) => ({ name, bytes: base_bytes }));
  return [{ label: base, parts: before.filter(({ bytes }) => bytes > 0), bytes: change.base_bytes }, now];
}
function barBlock(training, bars) {
  const { name, budget } = training;
  const largest = Math.max(...bars.map(({ bytes }) => bytes));
  const isOnScale = budget !== void 0 && largest >= LEAST_SHARE * budget.limit_bytes;
  const scale = isOnScale ? Math.max(largest, budget.usable_bytes, budget.limit_bytes) : largest;
  const at = (size) => Math.round(size / scale * WIDTH);
  const marks = isOnScale ? { budget: at(budget.limit_bytes), card: at(budget.usable_bytes) } : void 0;
  const lines = bars.map(
    ({ label, parts, bytes }) => barLine(label, bytes, marked(stackedBar(parts, scale, WIDTH), marks))
  );
  const card = budget === void 0 ? "" : ` on ${plainLine(shortCardName(budget.device.name))}, ${formatBrief(budget.usable_bytes)}`;
  return [`${plainLine(name)}${card}`, ...lines, ...footOf(training, marks)];
}
function barLine(label, bytes, bar) {
  const size = formatBrief(bytes);
  const room = LABEL - size.length - 1;
  return `${fitted(label, room - 1).padEnd(room)}${size} \u2502${bar}\u2502`;
}
function fitted(text, width) {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join("")}\u2026`;
}
function marked(bar, marks) {
  if (marks === void 0) return bar;
  return lineAt(lineAt(bar, marks.card, "\u2502"), marks.budget, "\u250A");
}
function lineAt(bar, column, line) {
  return isWithin(column) ? `${bar.slice(0, column)}${line}${bar.slice(column + 1)}` : bar;
}
function isWithin(column) {
  return column > 0 && column < WIDTH;
}
function footOf(training, marks) {
  const { budget } = training;
  if (budget === void 0) return [];
  const limit = formatBrief(budget.limit_bytes);
  if (marks === void 0 || !isWithin(marks.budget)) {
    return [`${" ".repeat(LABEL + 2)}${formatPercent(budgetShare(training))} of the budget of ${limit}`];
  }
  const foot = `budget ${limit} \u2518`.padStart(LABEL + 2 + marks.budget + 1);
  const isCardApart = isWithin(marks.card) && marks.card > marks.budget + 1;
  return [isCardApart ? `${foot.padEnd(LABEL + 2 + marks.card)}\u2514 card` : foot];
}

// src/report/breakdown.ts
function breakdownOf(profile) {
  const unit = unitFor(profile.device_bytes);
  return { unit, rows: addedUp(linesOf(profile), unit) };
}
function addedUp(lines, unit) {
  const parts = lines.flatMap((line) => line.kind === "part" ? [line.bytes] : []);
  const digits = apportion(parts, unit).values();
  let above = 0;
  return lines.map(({ kind, name }) => {
    const own = kind === "part" ? digits.next().value ?? 0 : 0;
    above += own;
    return { name, kind, text: fromDigits(kind === "sum" ? above : own, unit) };
  });
}
function linesOf(profile) {
  const { peak, overhead_bytes, context_bytes, communicator_bytes } = profile;
  const part = (name, bytes) => ({ kind: "part", name, bytes });
  const sum = (name) => ({ kind: "sum", name });
  const categories = CATEGORIES.filter((name) => peak.categories[name] > 0);
  const tensors = [...categories.map((name) => part(name, peak.categories[name])), sum("allocated")];
  if (profile.device_bytes === profile.allocated_bytes) return tensors;
  return [
    ...tensors,
    part("allocator overhead", overhead_bytes),
    sum("reserved"),
    part("CUDA context", context_bytes),
    ...communicator_bytes === 0 ? [] : [part("NCCL communicator", communicator_bytes)],
    sum("device")
  ];
}

// src/report/extrapolation-words.ts
function extrapolatedText(extrapolation) {
  const { batch_size, measured_at, factor, measured_on, allocated_bytes, allocated, card } = extrapolation;
  const [small, large] = measured_at.map(formatCount);
  const reach = `${factor.toFixed(1)} times the larger`;
  const from = `extrapolated to batch ${formatCount(batch_size)} from ${small} and ${large} (${reach}), measured on ${plainLine(measured_on)}`;
  if (card === void 0) return `${from}: tensors of ${rangeText(allocated_bytes, allocated)}`;
  return card.device.name === measured_on ? from : `${from}, for ${plainLine(card.device.name)}`;
}
function extrapolationTable({
  allocated_bytes,
  allocated,
  card
}) {
  if (card === void 0) return void 0;
  const { reserved_bytes, context_bytes, device_bytes, interval } = card;
  const unit = unitFor(device_bytes);
  const lines = [
    { kind: "part", name: "tensors", bytes: allocated_bytes },
    { kind: "part", name: "allocator overhead", bytes: reserved_bytes - allocated_bytes },
    { kind: "sum", name: "reserved" },
    { kind: "part", name: "CUDA context", bytes: context_bytes },
    { kind: "sum", name: "device" }
  ];
  const intervals = { tensors: allocated, device: interval };
  const rows = addedUp(lines, unit).map(({ name, kind, text }) => {
    return { name, kind, text, range: ends(intervals[name], unit) };
  });
  return { unit, rows };
}
function ends(interval, unit) {
  return interval === void 0 ? "" : `${inUnit(interval.low_bytes, unit)} to ${inUnit(interval.high_bytes, unit)}`;
}

// src/report/headline.ts
function headline(results) {
  const [worst] = bySeverity(results.trainings);
  if (worst === void 0) return "GPU memory not decided: the config has no trainings";
  switch (results.verdict) {
    case "fail":
      return `${failure(worst)}${aside([...sinceBase(worst, results), ...among(results)])}`;
    case "unknown":
      return `GPU memory not decided: ${worst.name}: ${firstOpen(worst)}${aside(among(results))}`;
    case "pass":
      return passLine(results);
  }
}
function passLine(results) {
  const { trainings } = results;
  const [tightest] = trainings.toSorted((a, b) => budgetShare(b) - budgetShare(a));
  if (tightest === void 0) return "GPU memory within budget";
  const { budget, name } = tightest;
  if (budget === void 0) return `GPU memory within budget: ${name}`;
  const since = aside(sinceBase(tightest, results));
  if (trainings.length === 1) return `GPU memory within budget: ${name} needs ${needText(budget)}${since}`;
  return `GPU memory within budget: ${trainings.length} trainings, the tightest ${name} with ${needText(budget)}${since}`;
}
function needText({ needed_bytes, limit_bytes, device }) {
  const [needed, limit] = formatApart(needed_bytes, limit_bytes);
  return `${needed} of ${limit} on ${plainLine(shortCardName(device.name))}`;
}
function aside(parts) {
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
function sinceBase({ change, budget }, { base }) {
  const how = budget?.from === "prediction" ? ["predicted"] : [];
  if (change === void 0) return how;
  if (change.kind === "new") return [...how, "new"];
  const moved = change.measured ?? (change.kind === "changed" ? change : void 0);
  if (moved === void 0 || moved.delta_bytes === 0) return how;
  return [...how, `${formatBriefDelta(moved.delta_bytes, moved.head_bytes)} vs ${baseLabel(base)}`];
}
function among({ trainings, verdict }) {
  const those = trainings.filter((training) => training.verdict === verdict).length;
  const [one, many] = verdict === "fail" ? ["fails", "fail"] : ["is open", "are open"];
  return trainings.length === 1 ? [] : [`${those} of ${trainings.length} trainings ${those === 1 ? one : many}`];
}
function failure({ name, budget, findings, verification }) {
  const memory = findings.find((finding) => finding.kind === "out-of-memory");
  if (memory !== void 0) return `CUDA out of memory: ${name} in ${memory.phase} of step ${memory.step}`;
  const over = findings.some(({ kind }) => kind === "over-budget");
  if (!over && verification?.kind === "limit-failed")
    return `Predicted GPU memory is no limit: ${name} ran out of ${formatSize(verification.limit_bytes)}`;
  if (budget === void 0) return `GPU memory over budget: ${name}`;
  const leak = findings.find((finding) => finding.kind === "leak-over-budget");
  if (leak !== void 0) {
    const after = `${formatCount(leak.steps_to_limit)} more steps`;
    return `GPU memory leak: ${name} grows by ${formatSize(leak.bytes_per_step)} a step, over budget after about ${after}`;
  }
  return `GPU memory over budget: ${name} needs ${needText(budget)}`;
}
function firstOpen({ findings }) {
  const open = findings.find(({ kind }) => SEVERITY[kind] === "undecided");
  if (open === void 0) return "nothing was predicted or measured";
  switch (open.kind) {
    case "unknown":
      return briefLine(open.what);
    case "measurement-failed":
      return `the measurement failed: ${firstLine(open.detail)}`;
    case "not-on-the-card":
      return `it ran on the CPU, and not on ${plainLine(open.card)}`;
    case "extrapolation-open":
      return `${formatSize(open.low_bytes)} to ${formatSize(open.high_bytes)} are needed of ${formatSize(open.limit_bytes)}`;
    default:
      return findingText(open).text;
  }
}

// src/report/ways-words.ts
var COST_TEXT = {
  none: "nothing",
  time: "time",
  numerics: "numerics",
  hardware: "hardware",
  training: "another training"
};
var WAY_COLUMNS = ["Change", "Costs", "Needs", "Saves", "Largest batch"];
function waysTitle({ ways, budget, findings }) {
  const limit = budget === void 0 ? "the budget" : formatBrief(budget.limit_bytes);
  if (!ways.some(({ fits }) => fits)) return `Nothing that was tried fits ${limit}; the nearest`;
  const isOver = findings.some(({ kind }) => kind === "over-budget" || kind === "out-of-memory");
  return isOver ? `Cheapest ways back under ${limit}` : `Cheapest ways to more room under ${limit}`;
}
function changeText2({ key, value, where }) {
  return plainLine(where === "environment" ? `${key}=${value}` : `${key}: ${value}`);
}
function wayCells({ cost, device_bytes, limit_bytes, saves_bytes, tight, fits, changes, max_batch_size }) {
  const isOtherCard = changes.some(({ key }) => key === "device");
  const [apart, limit] = formatApart(device_bytes, limit_bytes);
  const needs = isOtherCard ? `${apart} of ${limit}` : formatBrief(device_bytes);
  return [
    COST_TEXT[cost],
    `${needs}${fits && tight ? ", tight" : ""}`,
    isOtherCard ? "\u2013" : formatBriefDelta(-saves_bytes),
    max_batch_size === void 0 ? "\u2013" : formatCount(max_batch_size)
  ];
}
function commandText({ ways }) {
  const isOfCommand = ways.some(({ changes }) => changes.some(({ where }) => where === "command"));
  return isOfCommand ? "the config only describes the command: change it there too" : void 0;
}
function unknownWays({ unknown_ways }) {
  const reasons = [...new Set(unknown_ways.map(({ why }) => firstLine2(why)))];
  return reasons.map((why) => ({
    why,
    changes: unknown_ways.filter((way) => firstLine2(way.why) === why).map(({ changes }) => changes)
  }));
}
function firstLine2(text) {
  return plainLine(text.split("\n")[0] ?? "");
}
function firstWayText({ ways }) {
  const way = ways.find(({ fits }) => fits);
  if (way === void 0) return void 0;
  return `the cheapest way back: ${way.changes.map(changeText2).join(" and ")}, which needs ${formatBrief(way.device_bytes)}`;
}
function moreText(count) {
  return `${formatCount(count)} more ${count === 1 ? "is" : "are"} in report.json`;
}

// src/report/cause-words.ts
var MOST_KEYS = 3;
function causeOf({ change }) {
  if (change?.kind !== "changed") return void 0;
  const moving = change.keys.filter(({ delta_bytes }) => delta_bytes !== 0).toSorted((a, b) => Math.abs(b.delta_bytes ?? 0) - Math.abs(a.delta_bytes ?? 0));
  if (moving.length === 0) return void 0;
  const rest = moving.length - MOST_KEYS;
  return {
    keys: moving.slice(0, MOST_KEYS).map(causeKey),
    more: [
      ...rest > 0 ? [`${rest} more ${rest === 1 ? "key" : "keys"}`] : [],
      ...moving.length > 1 && change.together_bytes !== 0 ? [`${formatBriefDelta(change.together_bytes)} only together`] : [],
      ...mostly(change)
    ]
  };
}
function causeKey({ path, place, base, head, delta_bytes, no_share }) {
  const key = `${path}: ${base === void 0 ? "unset" : cut(base)} \u2192 ${head === void 0 ? "unset" : cut(head)}`;
  if (no_share !== void 0) return { key, place, effect: { kind: "none", why: NO_SHARE[no_share] } };
  const [size, verb] = [formatBrief(Math.abs(delta_bytes ?? 0)), (delta_bytes ?? 0) > 0 ? "adds" : "saves"];
  return { key, place, effect: { kind: "share", verb, size } };
}
var LONGEST_VALUE = 48;
function cut(value) {
  const characters = Array.from(value);
  return characters.length <= LONGEST_VALUE ? value : `${characters.slice(0, LONGEST_VALUE - 1).join("")}\u2026`;
}
function mostly({ categories, delta_bytes }) {
  const moved = (row) => row.delta_bytes * Math.sign(delta_bytes);
  const [first] = categories.toSorted((a, b) => moved(b) - moved(a));
  if (first === void 0 || moved(first) <= 0) return [];
  return [`most in ${first.name} (${formatBriefDelta(first.delta_bytes)})`];
}
function overBudgetTexts({ budget, change }, base) {
  if (budget === void 0 || budget.headroom_bytes >= 0) return [];
  const same = change?.kind === "unchanged" ? [`It was over budget before: ${baseLabel(base)} needs as much.`] : [];
  return [cardText(budget), ...same];
}
function cardText({ usable_bytes, needed_bytes, high_bytes }) {
  const card = `the card of ${formatBrief(usable_bytes)}`;
  if (needed_bytes > usable_bytes) return `That is more than ${card} has.`;
  if (high_bytes > usable_bytes) return `It may still fit ${card}.`;
  return `It would still fit ${card}, with ${formatPercent(1 - needed_bytes / usable_bytes)} left.`;
}

// src/report/difference-words.ts
var HOW2 = {
  parameters: "the models were asked",
  buffers: "the models were asked",
  gradients: "the parameters were asked, at the peak of the same phase",
  optimizer: "the optimizers were asked",
  batch: "what goes into the models, at the peak of the same phase",
  "data parallel": "DDP's buckets or what FSDP2 had gathered, which a prediction of one process has not",
  "held between steps": "alive when a step is over, and in no category",
  "code that the prediction did not see": "more parameters than predicted, or a phase that was not predicted",
  "peak in another phase": "the prediction itself, between the two phases",
  "library workspace": "as far as the prediction leaves cuDNN's open",
  "allocator overhead": "reserved less allocated",
  "CUDA context": "what the driver lost beside what is reserved",
  "other processes": "beyond any context that was seen, with others on the card"
};
function differenceRows({ difference, device }) {
  if (difference.parts.length === 0) return [];
  const parts = difference.parts.map(({ name, delta_bytes }) => {
    return { name, kind: "part", delta: countedDelta(delta_bytes), how: HOW2[name] };
  });
  const { unexplained_bytes, total_bytes } = difference;
  return [
    ...parts,
    { name: "unexplained", kind: "part", delta: countedDelta(unexplained_bytes), how: "" },
    { name: device.kind === "cpu" ? "allocated" : "device", kind: "sum", delta: countedDelta(total_bytes), how: "" }
  ];
}
function differenceText({ difference, tiers }) {
  if (difference.parts.length === 0 && difference.unexplained_bytes === 0) return void 0;
  const { total_bytes, unexplained_bytes } = difference;
  const { predicted_bytes = 0, observed_bytes = 0 } = tiers.at(-1) ?? {};
  const share = formatShare(total_bytes / Math.max(predicted_bytes, 1));
  const unexplained = formatSize(Math.abs(unexplained_bytes));
  const of = formatShare(Math.abs(unexplained_bytes) / Math.max(observed_bytes, 1)).replace(/^[+±]/, "");
  return `observed less predicted is ${formatDelta(total_bytes)} (${share}), of which ${unexplained} (${of} of what was observed) is unexplained`;
}
function countedDelta(bytes) {
  if (bytes === 0) return "0";
  return `${bytes > 0 ? "+" : "\u2212"}${formatCount(Math.abs(bytes))}`;
}

// src/report/observed-rows.ts
function observedRows(document) {
  const { peak, device, distributed, allocated_bytes, reserved_bytes, context_bytes, device_bytes } = document;
  const part = (name, bytes) => ({ name, kind: "part", bytes });
  const sum = (name, bytes) => ({ name, kind: "sum", bytes });
  const categories = [
    ...CATEGORIES.map((name) => part(name, peak.categories[name])),
    part("activations + workspace + temporary", peak.unattributed_bytes)
  ].filter(({ bytes }) => bytes > 0);
  const tensors = [...categories, sum("allocated", allocated_bytes)];
  if (device.kind === "cpu") return tensors;
  return [
    ...tensors,
    part("allocator overhead", reserved_bytes - allocated_bytes),
    sum("reserved", reserved_bytes),
    part(distributed === null ? "CUDA context" : "CUDA context and NCCL", context_bytes),
    sum("device", device_bytes)
  ];
}
function shapeRows({ batch_shapes }) {
  return batch_shapes.map(({ tensors, steps }) => ({
    tensors: plainLine(tensors.join(", ")),
    steps: formatCount(steps)
  }));
}
function rankTable(measurement) {
  if (measurement.kind !== "measured" || measurement.ranks.length < 2) return void 0;
  const { ranks, document } = measurement;
  const sizes = ranks.map(({ device_bytes }) => device_bytes);
  const [highest, lowest] = [Math.max(...sizes), Math.min(...sizes)];
  const worst = sizes.indexOf(highest);
  const onCpu = document.device.kind === "cpu";
  const needs = highest === lowest ? "all need the same" : `the worst, rank ${ranks[worst]?.rank ?? 0}, decides; they are ${formatPercent((highest - lowest) / highest)} apart`;
  return {
    title: `${ranks.length} processes${strategyText(document)}: ${needs}`,
    columns: onCpu ? ["Tensors"] : ["Allocated", "Reserved", "Device"],
    rows: ranks.map(({ rank, allocated_bytes, reserved_bytes, device_bytes }, index) => ({
      rank: String(rank),
      worst: index === worst,
      tiers: onCpu ? [allocated_bytes] : [allocated_bytes, reserved_bytes, device_bytes]
    }))
  };
}
function strategyText({ distributed }) {
  switch (distributed?.strategy) {
    case "ddp":
      return ` (DDP, gradients of ${formatSize(distributed.gradient_bucket_bytes)} in buckets)`;
    case "fsdp2":
      return ` (FSDP2, ${formatSize(distributed.sharded_parameters_bytes)} of the parameters in each)`;
    case "none":
    case void 0:
      return "";
  }
}

// src/report/overview-words.ts
function overviewRow(training) {
  const { name, budget } = training;
  return {
    glyph: rowGlyph(training),
    name,
    identity: identityText(training),
    needs: needsCell(training),
    budget: budget === void 0 ? { text: "\u2013", note: "" } : budgetCell(budget),
    change: changeCell(training)
  };
}
function rowGlyph(training) {
  return training.verdict === "pass" && warns(training) ? "\u26A0\uFE0F" : GLYPH[training.verdict];
}
function identityText({ budget, batch_size, batches }) {
  return [
    ...budget === void 0 ? [] : [shortCardName(budget.device.name)],
    ...batch_size === void 0 ? [] : [`batch ${formatCount(batch_size)}`],
    ...batches === void 0 ? [] : [largestText(batches.max_batch_size)]
  ].join(", ");
}
function largestText(max_batch_size) {
  return max_batch_size === 0 ? "none fits" : `largest ${formatCount(max_batch_size)}`;
}
function needsCell(training) {
  const { budget, measurement, prediction } = training;
  if (budget === void 0) return measuredElsewhere(training);
  const [needed] = formatApart(budget.needed_bytes, budget.limit_bytes);
  const failed = measurement.kind === "measured" && measurement.document.out_of_memory !== null;
  switch (budget.from) {
    case "measurement": {
      const predicted = prediction?.kind === "predicted" ? `, predicted ${formatBrief(prediction.profile.device_bytes)}` : "";
      return failed ? { text: `\u2265 ${needed}`, note: `ran out${predicted}` } : { text: needed, note: `measured${predicted}` };
    }
    case "extrapolation":
      return { text: needed, note: `extrapolated${upTo(budget)}` };
    case "prediction": {
      const rehearsed = agreement(training);
      return {
        text: needed,
        note: `predicted${upTo(budget)}${rehearsed === void 0 ? "" : `; on the CPU ${rehearsed}`}`
      };
    }
  }
}
function upTo({ high_bytes, limit_bytes, needed_bytes }) {
  return high_bytes > limit_bytes && high_bytes > needed_bytes ? `, up to ${formatBrief(high_bytes)}` : "";
}
function measuredElsewhere({ prediction, measurement }) {
  if (prediction?.kind === "predicted")
    return { text: formatBrief(prediction.profile.device_bytes), note: "predicted" };
  if (measurement.kind === "not-measured") return { text: "open", note: "" };
  const { device, allocated_bytes, device_bytes } = measurement.document;
  if (device.kind === "cpu") return { text: "open", note: `on the CPU tensors of ${formatBrief(allocated_bytes)}` };
  return { text: formatBrief(device_bytes), note: "measured" };
}
function budgetCell({ limit_bytes, needed_bytes, headroom_bytes }) {
  const [, limit] = formatApart(needed_bytes, limit_bytes);
  const share = formatPercent(Math.abs(headroom_bytes) / Math.max(limit_bytes, 1));
  const size = formatBrief(Math.abs(headroom_bytes), limit_bytes);
  return { text: limit, note: headroom_bytes < 0 ? `${size} over (${share})` : `${size} left (${share})` };
}
function changeCell({ change }) {
  if (change === void 0) return void 0;
  if (change.measured !== void 0) return deltaCell(change.measured, "measured");
  switch (change.kind) {
    case "new":
      return { text: "new", note: "" };
    case "unchanged":
      return { text: "\xB10", note: "" };
    case "changed":
      return deltaCell(change, "");
    case "unknown":
      return { text: "\u2013", note: "" };
  }
}
function deltaCell({ base_bytes, delta_bytes }, how) {
  if (delta_bytes === 0) return { text: "\xB10", note: how };
  const arrow = delta_bytes > 0 ? "\u25B2" : "\u25BC";
  const share = `${arrow} ${formatPercent(Math.abs(delta_bytes) / Math.max(base_bytes, 1))}`;
  return {
    text: formatBriefDelta(delta_bytes, base_bytes + delta_bytes),
    note: how === "" ? share : `${share}, ${how}`
  };
}

export {
  baseLabel,
  baseName,
  changeText,
  measuredText,
  keyRows,
  keysWithoutEffect,
  keyText,
  removedText,
  WAY_COLUMNS,
  waysTitle,
  changeText2,
  wayCells,
  commandText,
  unknownWays,
  firstWayText,
  moreText,
  findingText,
  whatWasSeen,
  evidenceText,
  useText,
  BATCH_COLUMNS,
  batchCells,
  batchRefusals,
  partsOf,
  stackedBar,
  legend,
  gauge,
  GLYPH,
  shortCardName,
  rangeText,
  doubtTexts,
  survivalText,
  measuredAlone,
  agreement,
  parametersText,
  budgetBars,
  causeOf,
  overBudgetTexts,
  breakdownOf,
  differenceRows,
  differenceText,
  countedDelta,
  extrapolatedText,
  extrapolationTable,
  observedRows,
  shapeRows,
  rankTable,
  overviewRow,
  headline
};
