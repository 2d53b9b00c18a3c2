import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  ACCEPT_LABEL
} from "./chunk-B4N5WTQT.js";
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
  const mostly = most === void 0 ? "" : `, mostly ${most.name} (${formatDelta(most.delta_bytes)})`;
  return `${formatDelta(delta_bytes)}, from ${formatSize(base_bytes)} to ${formatSize(head_bytes)}${mostly}`;
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

// src/compare/notable.ts
function isNotable(training) {
  return training.verdict !== "pass" || warns(training) || isMoved(training);
}
function warns({ findings }) {
  return findings.some(({ kind }) => SEVERITY[kind] === "warns");
}
function isMoved({ change, tolerance }) {
  if (change === void 0) return false;
  if (change.kind === "new") return true;
  const predicted = change.kind === "changed" ? change : void 0;
  return [predicted, change.measured].some(
    (side) => side !== void 0 && Math.abs(side.delta_bytes) > tolerance * side.base_bytes
  );
}
function isQuiet({ verdict, trainings, removed }) {
  return verdict === "pass" && removed.length === 0 && !trainings.some(isNotable);
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

// src/report/words.ts
var GLYPH = { pass: "\u2705", fail: "\u274C", unknown: "\u2754" };
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
var RANK = { fail: 3, unknown: 2, pass: 0 };
function bySeverity(trainings) {
  const rank = (training) => RANK[training.verdict] || (warns(training) ? 1 : 0);
  return trainings.toSorted((a, b) => rank(b) - rank(a) || budgetShare(b) - budgetShare(a));
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
      const ends = `${formatSize(finding.low_bytes)} to ${formatSize(finding.high_bytes)}`;
      const budget = `the budget of ${formatSize(finding.limit_bytes)} lies between`;
      return {
        glyph: "\u2754",
        text: `extrapolated, ${ends} are needed, and ${budget}: measure batch sizes closer to it, or on a card that can run it`
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

export {
  baseLabel,
  baseName,
  changeText,
  measuredText,
  keyRows,
  keysWithoutEffect,
  NO_SHARE,
  keyText,
  removedText,
  isNotable,
  warns,
  isMoved,
  isQuiet,
  GLYPH,
  headline,
  bySeverity,
  budgetShare,
  findingText,
  whatWasSeen,
  shortCardName,
  rangeText,
  doubtTexts,
  survivalText,
  measuredAlone,
  agreement,
  parametersText
};
