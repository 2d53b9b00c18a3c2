import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  fragmentationText,
  leakText,
  outOfMemoryText,
  passedOverText,
  ranksText,
  retriesText,
  tenantText,
  varyingText
} from "./chunk-35CONE4B.js";
import {
  apportion,
  formatCount,
  formatDelta,
  formatPercent,
  formatShare,
  formatSize,
  fromDigits,
  inUnit,
  plainLine,
  unitFor
} from "./chunk-73EGP5WJ.js";
import {
  LARGEST_BATCH
} from "./chunk-D6I7ENPW.js";
import {
  SEVERITY
} from "./chunk-3PCP6L7K.js";
import {
  CATEGORIES
} from "./chunk-MPJ5O2UK.js";

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
  "not-believed": "let nothing but the probe write into the folder that VRAM_BUDGET_ATTACH names"
};

// src/report/words.ts
var GLYPH = { pass: "\u2705", fail: "\u274C", unknown: "\u2754" };
function headline(results) {
  const worst = worstTraining(results.trainings);
  if (worst === void 0) return "GPU memory not decided: the config has no trainings";
  const others = results.trainings.length > 1 ? ` (${results.trainings.length} trainings)` : "";
  switch (results.verdict) {
    case "fail":
      return `${failure(worst)}${others}`;
    case "unknown":
      return `GPU memory not decided: ${worst.name}: ${firstOpen(worst)}${others}`;
    case "pass":
      return passLine(results.trainings, worst);
  }
}
function passLine(trainings, tightest) {
  const { budget } = tightest;
  if (budget === void 0) return `GPU memory within budget: ${tightest.name}`;
  const card = plainLine(budget.device.name);
  const need = `${formatSize(budget.needed_bytes)} of ${formatSize(budget.limit_bytes)} on ${card}`;
  if (trainings.length === 1) return `GPU memory within budget: ${tightest.name} needs ${need}`;
  return `GPU memory within budget: ${trainings.length} trainings, the tightest ${tightest.name} with ${need}`;
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
  const card = plainLine(budget.device.name);
  return `GPU memory over budget: ${name} needs ${formatSize(budget.needed_bytes)} of ${formatSize(budget.limit_bytes)} on ${card}`;
}
function firstOpen({ findings }) {
  const open = findings.find(({ kind }) => SEVERITY[kind] === "undecided");
  if (open === void 0) return "nothing was predicted or measured";
  switch (open.kind) {
    case "unknown":
      return plainLine(open.what);
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
function worstTraining(trainings) {
  const rank = { fail: 2, unknown: 1, pass: 0 };
  return trainings.toSorted((a, b) => rank[b.verdict] - rank[a.verdict] || budgetShare(b) - budgetShare(a))[0];
}
function budgetShare({ budget }) {
  return budget === void 0 ? 0 : budget.needed_bytes / Math.max(budget.limit_bytes, 1);
}
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
      const { mostly, tolerance } = finding;
      const named = mostly === void 0 ? "" : `, mostly ${mostly.name} (${formatDelta(mostly.delta_bytes)})`;
      return {
        glyph: "\u26A0\uFE0F",
        text: `${finding.tier} memory is ${formatSize(Math.abs(finding.delta_bytes))} (${share}) ${way}${named}; the tolerance is ${formatPercent(tolerance)}`
      };
    }
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
      return { glyph: "\u2754", text: `the predicted limit is not verified: ${plainLine(finding.detail)}` };
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
        text: `${finding.place.file}:${finding.place.line}:${finding.place.column}: ${plainLine(finding.what)}: ${plainLine(finding.advice)}`
      };
    case "no-device":
      return { glyph: "\u2754", text: `no budget: ${plainLine(finding.detail)}` };
  }
}
function whyNot({ reason, detail, advice }) {
  const toDo = advice === void 0 ? ADVICE[reason] : plainLine(advice);
  return `${firstLine(detail)}${toDo === "" ? "" : `; ${toDo}`}`;
}
function firstLine(detail) {
  return plainLine(detail.split("\n")[0] ?? "");
}
function whatWasSeen({ findings }) {
  const lines = findings.flatMap(
    (finding) => finding.kind === "not-measured" || finding.kind === "measurement-failed" ? finding.detail.split("\n").slice(1) : []
  );
  return lines.length === 0 ? void 0 : lines.map(plainLine).join("\n");
}
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
function stackedBar(parts, scale, width) {
  let end = 0;
  let bar = "";
  for (const { name, bytes } of parts) {
    end += bytes;
    const upTo = Math.min(width, Math.max(bar.length + 1, Math.round(end / scale * width)));
    bar += GLYPHS[name].repeat(Math.max(0, upTo - bar.length));
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

// src/report/change-words.ts
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
    const room = allocated === 0 ? "its parts moved" : `${formatDelta(allocated)} allocated, for which there is room`;
    return `as before, ${formatSize(head_bytes)}: ${room}`;
  }
  const most = mostOf(categories, delta_bytes);
  const mostly = most === void 0 ? "" : `, mostly ${most.name} (${formatDelta(most.delta_bytes)})`;
  return `${formatDelta(delta_bytes)}, from ${formatSize(base_bytes)} to ${formatSize(head_bytes)}${mostly}`;
}
function mostOf(rows, delta) {
  return rows.filter((row) => Math.sign(row.delta_bytes) === Math.sign(delta)).toSorted((a, b) => Math.abs(b.delta_bytes) - Math.abs(a.delta_bytes))[0];
}
function keyRows({ change }) {
  if (change?.kind === "unknown") return (change.keys ?? []).map((key) => keyRow(key, NO_SHARE["not-predicted"]));
  if (change?.kind !== "changed") return [];
  const keys = change.keys.filter((key) => !hasNoEffect(key));
  const { delta_bytes, together_bytes } = change;
  const unit = unitFor(Math.max(...[delta_bytes, together_bytes, ...keys.map(ownBytes)].map(Math.abs)));
  const [together = 0, ...shares] = apportion([together_bytes, ...keys.map(ownBytes)], unit);
  const untold = keys.some(({ no_share }) => no_share !== void 0);
  const rows = keys.map(
    (key, index) => keyRow(key, key.no_share === void 0 ? deltaOf(shares[index] ?? 0, unit) : NO_SHARE[key.no_share])
  );
  const sum = [together, ...shares].reduce((all, share) => all + share, 0);
  const line = (kind, name, share) => {
    return { kind, name, was: "", is: "", share: deltaOf(share, unit) };
  };
  return [
    ...rows,
    ...together_bytes === 0 && !untold ? [] : [line("together", untold ? "the others, and all together" : "together", together)],
    ...rows.length > 1 || together_bytes !== 0 ? [line("sum", "device", sum)] : []
  ];
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
function unchangedText({ trainings }) {
  const count = trainings.filter(({ change }) => change?.kind === "unchanged").length;
  if (count === 0) return void 0;
  return count === 1 ? "1 training is as before" : `${count} trainings are as before`;
}
function removedText({ base_bytes }) {
  return base_bytes === void 0 ? "removed" : `removed, needed ${formatSize(base_bytes)}`;
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

export {
  baseName,
  changeText,
  keyRows,
  keysWithoutEffect,
  keyText,
  unchangedText,
  removedText,
  GLYPH,
  headline,
  budgetShare,
  findingText,
  whatWasSeen,
  shortCardName,
  rangeText,
  doubtTexts,
  survivalText,
  measuredAlone,
  agreement,
  parametersText,
  partsOf,
  stackedBar,
  legend,
  gauge,
  evidenceText,
  BATCH_COLUMNS,
  batchCells,
  batchRefusals,
  breakdownOf,
  differenceRows,
  differenceText,
  countedDelta,
  extrapolatedText,
  extrapolationTable,
  observedRows,
  shapeRows,
  rankTable
};
