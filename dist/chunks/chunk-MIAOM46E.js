import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  COLOURS,
  badgeOf,
  byteScale,
  legend,
  line,
  rect,
  renderBadge,
  renderEndpoint,
  round,
  svg,
  text
} from "./chunk-VMIYC6JN.js";
import {
  renderJson
} from "./chunk-I3WE7OXI.js";
import {
  allocatedOf,
  lastStepAndAfter,
  renderMarkdown
} from "./chunk-IIVE5FDO.js";
import {
  WAY_COLUMNS,
  agreement,
  baseName,
  batchCells,
  batchRefusals,
  breakdownOf,
  changeText,
  changeText2,
  commandText,
  countedDelta,
  differenceRows,
  differenceText,
  doubtTexts,
  evidenceText,
  extrapolatedText,
  extrapolationTable,
  findingText,
  headline,
  keyRows,
  keysWithoutEffect,
  measuredAlone,
  measuredText,
  observedRows,
  partsOf,
  rangeText,
  rankTable,
  removedText,
  shapeRows,
  shortCardName,
  survivalText,
  unknownWays,
  useText,
  wayCells,
  waysTitle,
  whatWasSeen
} from "./chunk-MNSYQR3G.js";
import {
  budgetShare,
  bySeverity
} from "./chunk-L36G37CV.js";
import {
  blockTable,
  blocksTitle,
  whereText
} from "./chunk-EWCJM4KM.js";
import {
  spreadText,
  stoppedText
} from "./chunk-I6SX2CMF.js";
import {
  capitalized,
  formatCount,
  formatDelta,
  formatPercent,
  formatSize,
  plainLine
} from "./chunk-73KJIM4E.js";
import {
  SEVERITY
} from "./chunk-PPR6C4MJ.js";
import {
  CATEGORIES,
  PHASES
} from "./chunk-MPJ5O2UK.js";

// src/report/batch-chart.ts
var AREA = { left: 70, top: 60, width: 620, height: 280 };
function batchChart(name, { curve, max_batch_size }, limit) {
  const largest = Math.max(limit, ...curve.map(({ device_bytes }) => device_bytes));
  const end = Math.max(1, ...curve.map(({ batch_size }) => batch_size));
  const scale = byteScale(largest, AREA);
  const x = (batch) => AREA.left + AREA.width * batch / end;
  const points = curve.map(({ batch_size, device_bytes }) => ({
    x: x(batch_size),
    y: scale.y(device_bytes),
    batch_size,
    device_bytes
  }));
  const path = points.map((point, index) => `${index === 0 ? "M" : "L"}${round(point.x)} ${round(point.y)}`).join("");
  const dots = points.map(
    (point) => rect(
      point.x - 3,
      point.y - 3,
      6,
      6,
      COLOURS.parameters,
      `batch ${formatCount(point.batch_size)}: ${formatSize(point.device_bytes)}`
    )
  );
  const marks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) => text(x(end * share), AREA.top + AREA.height + 18, formatCount(Math.round(end * share)), "s", "middle")
  );
  const fits = max_batch_size === 0 ? "no batch fits" : `batch ${formatCount(max_batch_size)} fits`;
  return svg(720, 400, `${plainLine(name)}: device memory by batch size, ${fits}`, [
    ...scale.drawn,
    `<path class="c" d="${path}"/>`,
    ...dots,
    line(AREA.left, scale.y(limit), AREA.left + AREA.width, scale.y(limit), "l"),
    text(AREA.left + 6, scale.y(limit) - 6, `budget ${formatSize(limit)}`),
    ...marks,
    text(AREA.left + AREA.width / 2, AREA.top + AREA.height + 38, "batch size", "s", "middle")
  ]);
}

// src/report/comparison-chart.ts
var AREA2 = { left: 70, top: 60, width: 420, height: 300 };
var BAR = 90;
function comparisonChart(training) {
  const columns = columnsOf(training);
  if (columns.length === 0) return void 0;
  const totals = columns.map(({ parts: parts2 }) => parts2.reduce((sum2, { bytes }) => sum2 + bytes, 0));
  const scale = byteScale(Math.max(...totals, 1), AREA2);
  const drawn = columns.flatMap(({ label, parts: parts2 }, index) => {
    const x = AREA2.left + AREA2.width * (index + 0.5) / columns.length - BAR / 2;
    let below = 0;
    const boxes = parts2.map(({ name, bytes }) => {
      const y = scale.y(below + bytes);
      const height = scale.y(below) - y;
      below += bytes;
      return rect(x, y, BAR, height, COLOURS[name], `${name}: ${formatSize(bytes)}`);
    });
    return [
      ...boxes,
      text(x + BAR / 2, scale.y(below) - 6, formatSize(below), "", "middle"),
      text(x + BAR / 2, AREA2.top + AREA2.height + 18, label, "s", "middle")
    ];
  });
  const names = [...new Set(columns.flatMap(({ parts: parts2 }) => parts2.map(({ name }) => name)))];
  return svg(520, 440, `${plainLine(training.name)}: ${titleOf(training)}`, [
    ...scale.drawn,
    line(AREA2.left, AREA2.top + AREA2.height, AREA2.left + AREA2.width, AREA2.top + AREA2.height, "g"),
    ...drawn,
    ...legend(names, { left: 16, top: 404, width: 490, height: 36 })
  ]);
}
function titleOf({ comparison }) {
  if (comparison === void 0) return "predicted, by what it is for";
  return `predicted beside observed${comparison.device.kind === "cpu" ? ", tensors on the CPU" : ""}`;
}
function columnsOf({ comparison, prediction, measurement }) {
  if (comparison === void 0 || measurement.kind !== "measured") {
    return prediction?.kind === "predicted" ? [{ label: "predicted", parts: partsOf(prediction.profile) }] : [];
  }
  const { document } = measurement;
  const observed = CATEGORIES.map((name) => ({
    name,
    bytes: document.peak.categories[name]
  }));
  observed.push({ name: "temporary", bytes: document.peak.unattributed_bytes });
  observed.push({ name: "allocator overhead", bytes: document.reserved_bytes - document.allocated_bytes });
  observed.push({ name: "CUDA context", bytes: document.context_bytes });
  return [
    { label: "predicted", parts: partsOf(comparison.predicted.profile) },
    { label: "observed", parts: observed.filter(({ bytes }) => bytes > 0) }
  ];
}

// src/report/html/assets.ts
async function contentPolicy({ script, style }) {
  return [
    "default-src 'none'",
    `script-src '${await hashOf(script)}'`,
    `style-src '${await hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'"
  ].join("; ");
}
async function hashOf(text2) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text2)));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}

// src/report/html/markup.ts
function html(ours, ...values) {
  return {
    markup: ours.map((part2, index) => `${part2.replaceAll(/\s*\n\s*/g, "\n")}${index < values.length ? shown(values[index]) : ""}`).join("")
  };
}
function shown(value) {
  if (value === void 0) return "";
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}
var ENTITIES = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
};
function escapeHtml(text2) {
  return text2.split("\n").map(plainLine).join("\n").replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
function jsonElement(data) {
  const text2 = JSON.stringify(data).replaceAll("<", "\\u003c");
  return { markup: `<script type="application/json">${text2}</script>` };
}

// src/report/html/list.ts
function list(items) {
  if (items.length === 0) return void 0;
  return html`<ul>
    ${items.map((item2) => html`<li>${item2}</li> `)}
  </ul>`;
}

// src/report/html/table.ts
function left(title) {
  return { title, align: "left" };
}
function right(title) {
  return { title, align: "right" };
}
function part(...cells) {
  return { kind: "part", cells };
}
function sum(...cells) {
  return { kind: "sum", cells };
}
function table(caption, columns, rows) {
  const heads = columns.map(({ title, align }) => html`<th scope="col" ${aligned(align)}>${title}</th>`);
  return framed(caption, heads, columns, rows);
}
function sortableTable(caption, columns, rows) {
  const heads = columns.map(
    ({ title, align }) => html`<th scope="col" ${aligned(align)} data-sort="${align === "right" ? "number" : "text"}">${title}</th>`
  );
  return framed(caption, heads, columns, rows);
}
function framed(caption, heads, columns, rows) {
  return html`<div class="scroll" data-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
    ({ kind, cells }) => html`<tr ${kind === "sum" ? html`class="sum"` : void 0}>
              ${cells.map((cell, index) => cellOf(cell, columns[index], index))}
            </tr> `
  )}
      </tbody>
    </table>
  </div>`;
}
function aligned(align) {
  return align === "right" ? html`class="right"` : void 0;
}
function cellOf(content, column, index) {
  const align = column?.align ?? "left";
  return index === 0 ? html`<th scope="row" ${aligned(align)}>${content}</th>` : html`<td ${aligned(align)}>${content}</td>`;
}

// src/report/html/change-section.ts
function baseNote({ base, removed }) {
  if (base === void 0 && removed.length === 0) return void 0;
  const items = removed.map((each) => html`<strong>${each.name}</strong> ${removedText(each)}`);
  return html`<div class="card">
    ${base === void 0 ? void 0 : html`<p class="note">Compared with ${baseName(base)}, both sides predicted by this version and with this code.</p>`}
    ${list(items)}
  </div>`;
}
function changeCell({ change }) {
  switch (change?.kind) {
    case "new":
      return "new";
    case "unchanged":
      return "as before";
    case "changed":
      return formatDelta(change.delta_bytes);
    case "unknown":
      return "unknown";
    case void 0:
      return "\u2013";
  }
}
function changeSection(training) {
  const { change } = training;
  if (change === void 0) return void 0;
  const keys = keyRows(training).map(keyCells);
  const unmoving = keysWithoutEffect(training);
  const columns = [left("Key"), left("Was"), left("Is"), right("Device memory")];
  return html`<h3>What changed</h3>
    <p>${capitalized([changeText(change), measuredText(change)].filter((text2) => text2 !== void 0).join("; "))}.</p>
    ${keys.length === 0 ? void 0 : table("By the keys of the config", columns, keys)}
    ${unmoving.length === 0 ? void 0 : html`<p class="note">No effect on memory: ${unmoving.join(", ")}.</p>`}
    ${change.kind === "changed" ? parts(change) : void 0}`;
}
function keyCells({ kind, name, was, is, share }) {
  if (kind === "sum") return sum(name, "", "", share);
  return kind === "together" ? part(name, "", "", share) : part(code(name), code(was), code(is), share);
}
function code(text2) {
  return text2 === "\u2013" ? text2 : html`<code>${text2}</code>`;
}
function parts({ base_bytes, head_bytes, delta_bytes, categories }) {
  const cells = (row) => [
    row.name,
    formatCount(row.base_bytes),
    formatCount(row.head_bytes),
    countedDelta(row.delta_bytes)
  ];
  const rows = categories.map((row) => part(...cells(row)));
  const whole = sum(...cells({ name: "device", base_bytes, head_bytes, delta_bytes }));
  const columns = [left("Part"), right("Base"), right("Here"), right("Here \u2212 base")];
  return table("Part by part at the peak, bytes", columns, [...rows, whole]);
}

// src/report/html/findings.ts
var HOW = {
  fails: "fails",
  undecided: "leaves it open",
  warns: "warning",
  notes: "note"
};
function findings(training) {
  const order = Object.keys(HOW);
  const sorted = training.findings.toSorted(
    (a, b) => order.indexOf(SEVERITY[a.kind]) - order.indexOf(SEVERITY[b.kind])
  );
  const survived = survivalText(training);
  const items = [
    ...sorted.map((finding) => item(SEVERITY[finding.kind], HOW[SEVERITY[finding.kind]], findingText(finding).text)),
    ...survived === void 0 ? [] : [item("survived", "proved", survived)]
  ];
  const seen = whatWasSeen(training);
  return html`${items.length === 0 ? void 0 : html`<ul class="findings">
          ${items}
        </ul>`}
  ${seen === void 0 ? void 0 : html`<details>
          <summary>What was seen of the failure</summary>
          <pre tabindex="0">${seen}</pre>
        </details>`}`;
}
function otherFindings(trainings) {
  if (trainings.length === 0) return void 0;
  const items = trainings.flatMap(
    ({ name, findings: all }) => all.map((finding) => html`<strong>${name}</strong> ${findingText(finding).text}`)
  );
  return html`<section class="training" aria-labelledby="others">
    <h2 id="others">${formatCount(trainings.length)} more trainings</h2>
    <p class="note">Their numbers are in the table above, all else is in report.json.</p>
    ${list(items)}
  </section>`;
}
function item(kind, how, text2) {
  return html`<li class="${kind}"><strong>${capitalized(how)}</strong> ${capitalized(text2)}</li> `;
}

// src/report/html/verdict.ts
var WORDS = {
  pass: { mark: "\u2713", text: "fits" },
  fail: { mark: "\u2715", text: "does not fit" },
  unknown: { mark: "?", text: "not decided" }
};
function verdictPill(verdict) {
  const { mark, text: text2 } = WORDS[verdict];
  return html`<span class="pill ${verdict}"><span aria-hidden="true">${mark}</span> ${text2}</span>`;
}

// src/report/html/overview.ts
var COLUMNS = [
  left("Training"),
  left("Verdict"),
  left("GPU"),
  right("Predicted"),
  right("Observed"),
  right("Budget"),
  right("Headroom"),
  right("Largest batch")
];
function overview({ trainings }, shown2) {
  const compared = trainings.some(({ change }) => change !== void 0);
  const rows = trainings.map(
    (training) => part(...cellsOf(training, shown2.indexOf(training)), ...compared ? [changeCell(training)] : [])
  );
  return table("All trainings", [...COLUMNS, ...compared ? [right("Change")] : []], rows);
}
function sectionId(index) {
  return `training-${index + 1}`;
}
function cellsOf(training, index) {
  const { name, verdict, budget, prediction, batches } = training;
  return [
    index === -1 ? name : html`<a href="#${sectionId(index)}">${name}</a>`,
    verdictPill(verdict),
    budget === void 0 ? "\u2013" : plainLine(shortCardName(budget.device.name)),
    prediction?.kind === "predicted" ? formatSize(prediction.profile.device_bytes) : "unknown",
    observedText(training),
    budget === void 0 ? "\u2013" : formatSize(budget.limit_bytes),
    budget === void 0 ? "\u2013" : formatDelta(budget.headroom_bytes),
    batches === void 0 ? "\u2013" : formatCount(batches.max_batch_size)
  ];
}
function observedText(training) {
  const { measurement, extrapolation, budget } = training;
  if (extrapolation?.card !== void 0) return `${formatSize(extrapolation.card.device_bytes)}, extrapolated`;
  if (measurement.kind === "not-measured") return "not measured";
  const { document } = measurement;
  if (document.device.kind === "cpu") return `CPU: ${agreement(training) ?? formatSize(document.allocated_bytes)}`;
  if (document.out_of_memory === null) return formatSize(document.device_bytes);
  return `\u2265 ${formatSize(budget?.from === "measurement" ? budget.needed_bytes : document.device_bytes)}`;
}

// src/report/html/chart-figure.ts
function chartFigure(title, note, data, alternative) {
  return html`<figure class="chart">
    <figcaption>
      <h3>${title}</h3>
      <p class="note">${note}</p>
    </figcaption>
    ${jsonElement(data)}
    <details class="alternative">
      <summary>The same in numbers</summary>
      ${alternative}
    </details>
  </figure>`;
}

// src/report/html/batch-figure.ts
function batchFigure(training) {
  const { batches, budget, batch_size } = training;
  if (batches === void 0 || budget === void 0) return void 0;
  const { curve, max_batch_size } = batches;
  const { limit_bytes } = budget;
  const more = [useText(training), evidenceText(batches)].filter((text2) => text2 !== void 0);
  const largest = `the largest batch within the budget is ${formatCount(max_batch_size)}, found by replay`;
  const note = [largest, ...more].map((text2) => `${capitalized(text2)}.`).join(" ");
  const rows = curve.map(
    (point) => part(formatCount(point.batch_size), formatSize(point.device_bytes), formatDelta(limit_bytes - point.device_bytes))
  );
  const points = curve.map((point) => ({ batch_size: point.batch_size, device_bytes: point.device_bytes }));
  return chartFigure(
    "Memory against the batch size",
    note,
    { kind: "batches", points, batch_size, max_batch_size, limit_bytes },
    table("Device memory by batch size", [right("Batch"), right("Device"), right("Headroom")], rows)
  );
}
function askedBatches(training) {
  const results = { trainings: [training] };
  const rows = batchCells(results).map(([, ...cells]) => part(...cells));
  if (rows.length === 0) return void 0;
  const columns = [left("Batch"), right("Allocated"), right("Reserved"), right("Device"), right("Headroom")];
  return html`${table("The batch sizes that were asked for", columns, rows)} ${list(batchRefusals(results))}`;
}

// src/report/html/blocks-section.ts
function blocksSection(document) {
  const { blocks } = document;
  if (blocks === void 0 || blocks.length === 0) return void 0;
  const { unit, rows, total } = blockTable(blocks);
  const columns = [right(unit.name), right("Blocks"), left("What"), left("Module"), left("Where")];
  const title = capitalized(blocksTitle(document));
  return html`<h3>${title}</h3>
    ${table(title, columns, [...rows.map((row) => part(...cellsOf2(row))), sum(total, "", "allocated", "", "")])}`;
}
function cellsOf2({ size, blocks, what, module, words, line: line2, function: name, library }) {
  return [
    size,
    blocks,
    what,
    module === "" ? "" : html`<code>${module}</code>`,
    whereText({ words, line: line2, function: name, library })
  ];
}

// src/report/html/parts.ts
var TENSORS = /* @__PURE__ */ new Set([...CATEGORIES, "activations + workspace + temporary"]);
function isTensor(band2) {
  return TENSORS.has(band2);
}
function colourOf(band2) {
  return band2 === "activations + workspace + temporary" ? COLOURS.temporary : COLOURS[band2];
}

// src/report/html/swatch.ts
function swatch(band2) {
  return html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
    <rect width="10" height="10" fill="${colourOf(band2)}" />
  </svg>`;
}
function stackedBar(parts2, scale, limit) {
  const at = (bytes) => round(1e3 * bytes / scale);
  let end = 0;
  const boxes = parts2.map(({ name, bytes }) => {
    const x = at(end);
    end += bytes;
    return html`<rect x="${x}" width="${round(at(end) - x)}" height="22" y="5" fill="${colourOf(name)}" />`;
  });
  return html`<svg class="bar" viewBox="0 0 1000 32" preserveAspectRatio="none" aria-hidden="true">
    <rect class="empty" y="5" width="1000" height="22" />
    ${boxes}
    <rect class="limit" x="${round(Math.min(at(limit), 997) - 1)}" width="4" height="32" />
  </svg>`;
}

// src/report/html/breakdown-section.ts
function breakdownSection(prediction) {
  const { profile, intervals, device, torch, alloc_conf, notes } = prediction;
  const { unit, rows } = breakdownOf(profile);
  const { phase, step, operator, module } = profile.peak;
  const inModule = module === "" ? void 0 : html` in module <code>${module}</code>`;
  const conf = alloc_conf === "" ? void 0 : html`, <code>PYTORCH_CUDA_ALLOC_CONF=${alloc_conf}</code>`;
  const doubts = [...doubtTexts(intervals.device), ...notes];
  return html`<h3>What is predicted</h3>
    <p>
      ${plainLine(device.name)}, torch ${torch}${conf}. The peak is in the <strong>${phase}</strong> of step ${step}, at
      <code>${operator}</code>${inModule}. Expected on the device:
      <strong>${rangeText(profile.device_bytes, intervals.device)}</strong>.
    </p>
    ${table(
    `At the peak, ${unit.name}`,
    [left("Part"), right(unit.name)],
    rows.map((row) => rowOf(row.kind, row.name, row.text, profile))
  )}
    ${doubts.length === 0 ? void 0 : html`<details>
            <summary>What moves the number, and what it assumes</summary>
            ${list(doubts)}
          </details>`}`;
}
function rowOf(kind, name, text2, profile) {
  const known = partsOf(profile).find((each) => each.name === name);
  const cells = [html`${known === void 0 ? void 0 : swatch(known.name)}${name}`, text2];
  return kind === "sum" ? sum(...cells) : part(...cells);
}

// src/report/html/comparison-section.ts
var SIDES = [right("Predicted"), right("Observed"), right("Observed \u2212 predicted")];
function comparisonSection(training) {
  const { comparison } = training;
  return comparison === void 0 ? aloneSection(training) : bothSections(comparison);
}
function bothSections(comparison) {
  const { device, categories, tiers, phases } = comparison;
  const where = device.kind === "cpu" ? "A real training on the CPU, every tensor counted, beside a prediction for the CPU." : "Measured on the card, beside the prediction for it.";
  const cells = ({
    name,
    predicted_bytes,
    observed_bytes,
    delta_bytes
  }) => [
    name,
    formatCount(predicted_bytes),
    formatCount(observed_bytes),
    countedDelta(delta_bytes)
  ];
  const size = (bytes) => bytes === void 0 ? "\u2013" : formatCount(bytes);
  return html`<h3>Predicted beside observed</h3>
    <p>${where}</p>
    ${table(
    "At the peak, bytes",
    [left("Part"), ...SIDES],
    [...categories.map((row) => part(...cells(row))), ...tiers.map((row) => sum(...cells(row)))]
  )}
    ${table(
    "Peak allocated by phase, bytes",
    [left("Phase"), ...SIDES],
    phases.map(
      (row) => part(
        row.name,
        size(row.predicted_bytes),
        size(row.observed_bytes),
        row.delta_bytes === void 0 ? "\u2013" : countedDelta(row.delta_bytes)
      )
    )
  )}
    ${difference(comparison)}`;
}
function difference(comparison) {
  const text2 = differenceText(comparison);
  if (text2 === void 0) return html`<p>The two sides are the same to the byte.</p>`;
  const rows = differenceRows(comparison).map(
    ({ name, kind, delta, how }) => kind === "sum" ? sum(name, delta, how) : part(name, delta, how)
  );
  const columns = [left("Part"), right("Bytes"), left("Told by")];
  return html`<p>${capitalized(text2)}.</p>
    ${rows.length === 0 ? void 0 : table("The difference, by its reasons", columns, rows)}`;
}
function aloneSection(training) {
  const alone = measuredAlone(training);
  if (alone === void 0 || training.measurement.kind !== "measured") return void 0;
  const { document } = training.measurement;
  const rows = observedRows(document).map(
    ({ name, kind, bytes }) => kind === "sum" ? sum(name, formatCount(bytes)) : part(name, formatCount(bytes))
  );
  const phases = PHASES.flatMap((name) => {
    const peaks = document.phases[name];
    return peaks === void 0 ? [] : [part(name, formatCount(peaks.allocated_bytes))];
  });
  return html`<h3>${capitalized(alone.title)}</h3>
    <p>
      ${capitalized(alone.text)}. The peak is in the <strong>${document.peak.phase}</strong> of step
      ${document.peak.step}.
    </p>
    ${table("At the peak, bytes", [left("Part"), right("Observed")], rows)}
    ${table("Peak allocated by phase, bytes", [left("Phase"), right("Observed")], phases)}`;
}

// src/report/html/png.ts
var SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
var COLOUR_TYPE = { 1: 0, 3: 2 };
async function encodePng(picture) {
  const { width, height, channels } = picture;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, COLOUR_TYPE[channels]);
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", await deflated(filtered(picture))),
    chunk("IEND", new Uint8Array())
  ]);
}
var SUB = 1;
function filtered({ width, height, channels, pixels }) {
  const row = width * channels;
  const rows = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) {
    rows[y * (row + 1)] = SUB;
    for (let x = 0; x < row; x++) {
      const at = y * row + x;
      rows[y * (row + 1) + 1 + x] = (pixels[at] ?? 0) - (x < channels ? 0 : pixels[at - channels] ?? 0);
    }
  }
  return rows;
}
async function deflated(bytes) {
  const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
function chunk(name, content) {
  const named = joined([new TextEncoder().encode(name), content]);
  return joined([bigEndian(content.length), named, bigEndian(crc32(named))]);
}
function bigEndian(value) {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return new Uint8Array(view.buffer);
}
function crc32(bytes) {
  let crc = 4294967295;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ (crc & 1 ? 3988292384 : 0);
  }
  return (crc ^ 4294967295) >>> 0;
}
function joined(parts2) {
  const whole = new Uint8Array(parts2.reduce((sum2, { length }) => sum2 + length, 0));
  let at = 0;
  for (const part2 of parts2) {
    whole.set(part2, at);
    at += part2.length;
  }
  return whole;
}

// src/report/html/contact-sheet.ts
var HOW2 = {
  bytes: "Values from 0 to 255 are shown as they are",
  unit: "0 is shown black and 1 is shown white",
  signed: "\u22121 is shown black and 1 is shown white",
  imagenet: "By their range the values are normalized with ImageNet's mean and standard deviation, which is undone",
  stretched: "How the values are normalized is not known: each channel is stretched from its least value to its largest, so colours may be off"
};
async function contactSheet({ measurement }) {
  const images = measurement.kind === "measured" ? measurement.document.images : void 0;
  if (images === void 0) return void 0;
  const pictures = await Promise.all(picturesOf(images).map(encodePng));
  const { width, height } = images;
  const drawn = pictures.map(
    (png) => html`<img alt="" width="${width}" height="${height}" src="data:image/png;base64,${base64(png)}" />`
  );
  return html`<figure class="card">
    <figcaption>
      <h3>The first batch, as the model gets it</h3>
      <p class="note">${captionOf(images)}</p>
    </figcaption>
    <div
      class="sheet"
      role="img"
      aria-label="${pictures.length === 1 ? "One picture" : `${pictures.length} pictures`} of the first batch"
    >
      ${drawn}
    </div>
  </figure>`;
}
function captionOf({ tensor, count, channels, width, height, meaning }) {
  const order = channels === 3 ? " Channels are taken for red, green and blue: in another order colours are wrong." : "";
  const some = count === 1 ? "One sample" : `${formatCount(count)} samples`;
  return `${some} of ${plainLine(tensor)}, ${width} \xD7 ${height} of its pixels. ${HOW2[meaning]}.${order}`;
}
function picturesOf({ count, channels, width, height, pixels }) {
  const all = Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0));
  const size = width * height * channels;
  return Array.from({ length: count }, (_, index) => {
    return { width, height, channels, pixels: all.subarray(index * size, (index + 1) * size) };
  });
}
function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

// src/report/html/figures.ts
var FROM = {
  prediction: "predicted",
  measurement: "measured",
  extrapolation: "extrapolated"
};
function figures(training) {
  const { budget, batches } = training;
  const shown2 = [
    ...budget === void 0 ? [] : [needed(training, budget), headroom(training, budget)],
    ...training.measurement.kind === "measured" ? [figure("Observed", observedText(training), observedOn(training))] : [],
    ...batches === void 0 ? [] : [figure("Largest batch", formatCount(batches.max_batch_size), batchNote(training))]
  ];
  return html`<dl class="figures">${shown2}</dl>
    ${bar(training)}`;
}
function needed({ prediction }, { needed_bytes, low_bytes, high_bytes, from }) {
  const sure = low_bytes === needed_bytes && high_bytes === needed_bytes;
  const between = sure ? "" : `, ${formatSize(low_bytes)} to ${formatSize(high_bytes)}`;
  const engine = from === "prediction" && prediction?.kind === "predicted" ? ` by the ${prediction.engine} engine` : "";
  return figure("Needs", formatSize(needed_bytes), `${FROM[from]}${engine}${between}`);
}
function headroom(training, { headroom_bytes, limit_bytes }) {
  const of = `of a budget of ${formatSize(limit_bytes)}, ${formatPercent(budgetShare(training))} used`;
  return headroom_bytes < 0 ? figure("Over budget by", formatSize(-headroom_bytes), of) : figure("Left", formatSize(headroom_bytes), of);
}
function observedOn({ measurement }) {
  if (measurement.kind !== "measured") return "";
  const { device, steps: steps2 } = measurement.document;
  return `${formatCount(steps2)} ${steps2 === 1 ? "step" : "steps"} on ${device.kind === "cpu" ? "the CPU" : plainLine(device.name)}`;
}
function batchNote({ batch_size }) {
  return batch_size === void 0 ? "within the budget" : `within the budget; the config has ${formatCount(batch_size)}`;
}
function figure(title, value, note) {
  return html`<div>
    <dt>${title}</dt>
    <dd class="value">${value}</dd>
    <dd class="note">${note}</dd>
  </div>`;
}
function bar(training) {
  const { prediction, budget } = training;
  if (prediction?.kind !== "predicted" || budget === void 0) return html``;
  const { profile } = prediction;
  const scale = Math.max(profile.device_bytes, budget.limit_bytes, 1);
  return html`<div class="budget-bar">
    ${stackedBar(partsOf(profile), scale, budget.limit_bytes)}
    <p class="note">
      Predicted ${formatSize(profile.device_bytes)} on ${plainLine(budget.device.name)}; the mark is the budget of
      ${formatSize(budget.limit_bytes)}.
    </p>
  </div>`;
}

// src/report/html/layers-section.ts
var MOST_LAYERS = 1e3;
var OPEN_UP_TO = 12;
function layersSection({ layers, parameters, trainable_parameters }) {
  if (layers.length === 0) return void 0;
  const rows = layers.slice(0, MOST_LAYERS).map(
    (layer) => part(
      html`<code>${layer.name}</code>`,
      layer.type,
      `[${layer.output_shape.join(", ")}]`,
      formatCount(layer.parameters)
    )
  );
  const more = layers.length - rows.length;
  const columns = [left("Layer"), left("Type"), left("Output"), right("Parameters")];
  const all = `${formatCount(parameters)} parameters in all, ${formatCount(trainable_parameters)} of them trained`;
  return html`<details${layers.length <= OPEN_UP_TO ? html` open` : void 0}>
<summary><h3>${formatCount(layers.length)} layers</h3></summary>
<p class="note">${all}.${more === 0 ? "" : ` ${formatCount(more)} more layers are not shown.`}</p>
${sortableTable("The layers of the model", columns, rows)}
</details>`;
}

// src/report/html/measured-section.ts
function ranksSection({ measurement }) {
  const ranks = rankTable(measurement);
  if (ranks === void 0) return void 0;
  const rows = ranks.rows.map(({ rank, worst, tiers }) => {
    const cells = [rank, ...tiers.map(formatSize)];
    return worst ? sum(...cells) : part(...cells);
  });
  return html`<h3>Processes</h3>
    <p>${ranks.title}.</p>
    ${table("Peaks of every process", [left("Rank"), ...ranks.columns.map(right)], rows)}`;
}
function extrapolationSection({ extrapolation }) {
  if (extrapolation === void 0) return void 0;
  const told = extrapolationTable(extrapolation);
  const doubts = doubtTexts(extrapolation.card?.interval ?? extrapolation.allocated);
  const rows = told?.rows.map(
    ({ name, kind, text: text2, range }) => kind === "sum" ? sum(name, text2, range) : part(name, text2, range)
  );
  const columns = [left("Part"), right("Needed"), right("Range")];
  return html`<h3>Extrapolated</h3>
    <p>${capitalized(extrapolatedText(extrapolation))}.</p>
    ${told === void 0 || rows === void 0 ? void 0 : table(`Extrapolated, ${told.unit.name}`, columns, rows)}
    ${list(doubts)}`;
}
function environmentSection(document) {
  const { device } = document;
  const driver = device.driver === null ? "" : `, driver ${device.driver}`;
  const cuda = device.cuda === null ? "" : `, CUDA ${device.cuda}`;
  const where = `${device.name}${driver}, torch ${device.torch}${cuda}, Python ${device.python}`;
  const shapes = shapeRows(document);
  const [only] = shapes;
  const batch = only === void 0 || shapes.length > 1 ? void 0 : `batches of ${only.tensors}`;
  const seen = [stoppedText(document), spreadText(document), batch].filter((text2) => text2 !== void 0);
  const rows = shapes.map(({ tensors, steps: steps2 }) => part(html`<code>${tensors}</code>`, steps2));
  const columns = [left("What went into the models"), right("Steps")];
  return html`${shapes.length < 2 ? void 0 : table("The shapes of the batches", columns, rows)}
    <p class="note">${plainLine(`${where}; ${seen.join("; ")}`)}</p>`;
}

// src/report/html/series.ts
function toDeltas(values) {
  let before = 0;
  const deltas = values.map((value) => {
    if (value === null) return null;
    const delta = value - before;
    before = value;
    return delta;
  });
  return deltas.slice(0, deltas.findLastIndex((delta) => delta !== 0) + 1);
}
function fromDeltas(deltas, count) {
  let value = 0;
  return Array.from({ length: count }, (_, index) => {
    const delta = index < deltas.length ? deltas[index] ?? null : 0;
    return delta === null ? null : value += delta;
  });
}

// src/report/html/columns.ts
var MOST_SEGMENTS = 120;
function segmentsOf(predicted, observed) {
  const [one, other] = [stretches(predicted), stretches(observed)];
  const keys = [...one.keys()];
  let next = 0;
  for (const key of other.keys()) {
    const found = keys.indexOf(key);
    if (found === -1) keys.splice(next, 0, key);
    next = (found === -1 ? next : found) + 1;
  }
  const width = Math.ceil(keys.length / MOST_SEGMENTS);
  return Array.from({ length: Math.ceil(keys.length / Math.max(width, 1)) }, (_, index) => {
    const together = keys.slice(index * width, (index + 1) * width);
    return together.map((key) => ({ predicted: one.get(key) ?? [], observed: other.get(key) ?? [] }));
  }).flatMap((parts2) => {
    const [p, o] = [parts2.flatMap((each) => each.predicted), parts2.flatMap((each) => each.observed)];
    const phase = p[0]?.phase ?? o[0]?.phase;
    return phase === void 0 ? [] : [{ phase, predicted: p, observed: o }];
  });
}
function stretches(points) {
  const found = /* @__PURE__ */ new Map();
  const counts = /* @__PURE__ */ new Map();
  let run = [];
  for (const [index, point] of points.entries()) {
    if (point.phase !== points[index - 1]?.phase) {
      const count = (counts.get(point.phase) ?? 0) + 1;
      counts.set(point.phase, count);
      run = [];
      found.set(`${point.phase} ${count}`, run);
    }
    run.push(point);
  }
  return found;
}
function columnCounts(segments, most) {
  const points = segments.map(({ predicted, observed }) => Math.max(predicted.length, observed.length));
  const all = points.reduce((sum2, count) => sum2 + count, 0);
  return points.map((count) => Math.max(1, all <= most ? count : Math.round(count / all * most)));
}
function spread(points, count, height) {
  return Array.from({ length: count }, (_, column) => {
    const start = Math.floor(column * points.length / count);
    const end = Math.max(start + 1, Math.floor((column + 1) * points.length / count));
    const run = points.slice(start, end);
    return run.reduce((best, point) => best === null || height(point) > height(best) ? point : best, null);
  });
}

// src/report/html/timeline-data.ts
function timelinesOf(training, most) {
  const { prediction, comparison, measurement, budget } = training;
  const document = measurement.kind === "measured" ? measurement.document : void 0;
  const limitOn = (device) => sameDevice(device, budget?.device) ? budget?.limit_bytes : void 0;
  const timelines = [];
  if (prediction?.kind === "predicted" && !sameDevice(prediction.device, comparison?.device)) {
    const { device } = prediction;
    timelines.push({ device, data: predictedTimeline(prediction, [], limitOn(device), most) });
  }
  if (comparison !== void 0 && document !== void 0) {
    const { device, predicted } = comparison;
    timelines.push({ device, data: predictedTimeline(predicted, document.timeline, limitOn(device), most) });
  } else if (document !== void 0 && document.timeline.length > 0) {
    const { device } = document;
    timelines.push({ device, data: observedTimeline(document, limitOn(device), most) });
  }
  return timelines;
}
function sameDevice(one, other) {
  return one.kind === other?.kind && one.name === other.name;
}
function predictedTimeline({ profile, device }, timeline, limit_bytes, most) {
  const { overhead, outside } = aroundTensors(profile.context_bytes, profile.communicator_bytes, device.kind);
  const segments = segmentsOf(lastStepAndAfter(profile.timeline), timeline);
  const counts = columnCounts(segments, most);
  const points = segments.flatMap(({ predicted }, index) => spread(predicted, counts[index] ?? 0, allocatedOf));
  const observed = segments.flatMap((each, index) => spread(each.observed, counts[index] ?? 0, observedBytes));
  const bands = [
    ...CATEGORIES.map((name) => band(name, points, ({ categories }) => categories[name])),
    ...overhead.map((name) => band(name, points, (point) => point.reserved_bytes - allocatedOf(point))),
    ...outside.map(({ name, bytes }) => band(name, points, () => bytes))
  ];
  return {
    kind: "timeline",
    of: "predicted",
    columns: points.length,
    phases: phasesOf(segments, counts),
    bands: shownBands(bands, profile.allocated_bytes, profile.device_bytes),
    observed: timeline.length === 0 ? void 0 : toDeltas(observed.map((point) => point && observedBytes(point))),
    limit_bytes
  };
}
function observedTimeline(document, limit_bytes, most) {
  const { overhead, outside } = aroundTensors(document.context_bytes, 0, document.device.kind);
  const segments = segmentsOf([], document.timeline);
  const counts = columnCounts(segments, most);
  const points = segments.flatMap((each, index) => spread(each.observed, counts[index] ?? 0, observedBytes));
  const bands = [
    ...CATEGORIES.map((name) => band(name, points, ({ categories }) => categories[name])),
    band("activations + workspace + temporary", points, ({ unattributed_bytes }) => unattributed_bytes),
    ...overhead.map((name) => band(name, points, (point) => point.reserved_bytes - observedBytes(point))),
    ...outside.map(({ name, bytes }) => band(name, points, () => bytes))
  ];
  return {
    kind: "timeline",
    of: "observed",
    columns: points.length,
    phases: phasesOf(segments, counts),
    bands: shownBands(bands, document.allocated_bytes, document.device_bytes),
    observed: void 0,
    limit_bytes
  };
}
function aroundTensors(context, communicator, kind) {
  const outside = [
    { name: "CUDA context", bytes: context },
    { name: "NCCL communicator", bytes: communicator }
  ];
  const overhead = ["allocator overhead"];
  return kind === "cpu" ? { overhead: [], outside: [] } : { overhead, outside };
}
function observedBytes({ categories, unattributed_bytes }) {
  return CATEGORIES.reduce((sum2, name) => sum2 + categories[name], unattributed_bytes);
}
function band(name, points, size) {
  return { name, values: points.map((point) => point === null ? null : size(point)) };
}
var TENSORS_ALONE_BELOW = 1 / 3;
function shownBands(bands, allocated, device) {
  const tensorsAlone = allocated < device * TENSORS_ALONE_BELOW;
  return bands.filter(({ values }) => values.some((value) => (value ?? 0) > 0)).map(({ name, values }) => ({ name, shown: !tensorsAlone || isTensor(name), bytes: toDeltas(values) }));
}
function phasesOf(segments, counts) {
  let from = 0;
  return segments.map(({ phase }, index) => {
    const start = from;
    from += counts[index] ?? 0;
    return { name: phase, from: start };
  });
}

// src/report/html/timeline-figure.ts
function timelineFigures(training, columns) {
  return timelinesOf(training, columns).map(figureOf);
}
function figureOf({ device, data }) {
  const what = data.of === "observed" ? "observed on" : data.observed ? "predicted, and observed over it, on" : "predicted for";
  const where = device.kind === "cpu" ? "the CPU" : plainLine(device.name);
  return chartFigure(`Memory over a step, ${what} ${where}`, noteOf(data), data, phaseTable(data));
}
function noteOf({ observed, limit_bytes, bands }) {
  const line2 = observed === void 0 ? "" : " The line over them is what was observed, tensors alone.";
  const hidden = bands.some(({ shown: shown2 }) => !shown2) ? " Parts beside the tensors are left out until they are switched on below." : "";
  const budget = limit_bytes === void 0 ? "" : ` The budget is ${formatSize(limit_bytes)} of the device.`;
  return `Coloured areas, from bottom to top, add up to what is alive at that moment.${line2}${hidden}${budget}`;
}
function phaseTable(data) {
  const bands = data.bands.map(({ name, bytes }) => ({ name, values: fromDeltas(bytes, data.columns) }));
  const observed = data.observed === void 0 ? void 0 : fromDeltas(data.observed, data.columns);
  const tensors = bands.filter(({ name }) => isTensor(name));
  const length = data.columns;
  const totals = Array.from({ length }, (_, at) => tensors.reduce((sum2, { values }) => sum2 + (values[at] ?? 0), 0));
  const phases = totals.map((_, at) => data.phases.findLast(({ from }) => from <= at)?.name);
  const rows = PHASES.filter((name) => phases.includes(name)).map((name) => {
    const columns2 = [...phases.keys()].filter((at) => phases[at] === name);
    const highest = columns2.reduce((best, at) => (totals[at] ?? 0) > (totals[best] ?? 0) ? at : best);
    const seen = columns2.map((at) => observed?.[at] ?? 0);
    const parts2 = bands.filter(({ values }) => (values[highest] ?? 0) > 0).map((each) => `${each.name} ${formatSize(each.values[highest] ?? 0)}`);
    const cells = [name, formatSize(totals[highest] ?? 0)];
    if (observed !== void 0) cells.push(Math.max(...seen) > 0 ? formatSize(Math.max(...seen)) : "\u2013");
    return part(...cells, parts2.join(", "));
  });
  const columns = [
    left("Phase"),
    right(`Most tensors, ${data.of}`),
    ...observed === void 0 ? [] : [right("Most tensors, observed")],
    left("What they are at that moment, and what is beside them")
  ];
  return table("The highest moment of each phase", columns, rows);
}

// src/report/html/ways-section.ts
function waysSection(training) {
  const { ways } = training;
  const unknown = unknownWays(training);
  if (ways.length === 0 && unknown.length === 0) return void 0;
  const title = waysTitle(training);
  const [change, costs, ...numbers] = WAY_COLUMNS;
  const rows = ways.map((way) => part(changesOf(way.changes), ...wayCells(way)));
  const command = commandText(training);
  const notes = [
    ...command === void 0 ? [] : [capitalized(command)],
    ...unknown.map(({ changes, why }) => html`Not known of ${joined2(changes.map(changesOf), ", ")}: ${why}`)
  ];
  return html`<h3>${title}</h3>
    ${ways.length === 0 ? void 0 : table("Ways back", [left(change), left(costs), ...numbers.map(right)], rows)}
    ${list(notes)}`;
}
function changesOf(changes) {
  return joined2(
    changes.map((change) => html`<code>${changeText2(change)}</code>`),
    " + "
  );
}
function joined2(parts2, between) {
  return html`${parts2.map((each, index) => html`${index === 0 ? "" : between}${each}`)}`;
}

// src/report/html/training-section.ts
async function trainingSection(training, index, columns) {
  const { name, verdict, prediction, measurement } = training;
  const document = measurement.kind === "measured" ? measurement.document : void 0;
  const id = sectionId(index);
  return html`<section class="training" id="${id}" aria-labelledby="${id}-name">
    <header>
      <h2 id="${id}-name">${name}</h2>
      ${verdictPill(verdict)}
      <p class="note">${subtitle(training)}</p>
    </header>
    ${figures(training)} ${findings(training)} ${card(waysSection(training))} ${timelineFigures(training, columns)}
    <div class="columns">
      ${card(changeSection(training))}
      ${card(prediction?.kind === "predicted" ? breakdownSection(prediction) : void 0)}
      ${card(comparisonSection(training))} ${card(extrapolationSection(training))} ${card(ranksSection(training))}
    </div>
    ${card(document === void 0 ? void 0 : blocksSection(document))} ${batchFigure(training)}
    ${await contactSheet(training)} ${askedBatches(training)}
    ${prediction?.model === void 0 ? void 0 : layersSection(prediction.model)}
    ${document === void 0 ? void 0 : environmentSection(document)}
  </section> `;
}
function subtitle({ batch_size, budget, place }) {
  const batch = batch_size === void 0 ? [] : [`batch ${formatCount(batch_size)}`];
  const device = budget === void 0 ? [] : [plainLine(budget.device.name)];
  return [...batch, ...device, `${plainLine(place.file)}:${place.line}`].join(" \xB7 ");
}
function card(content) {
  return content === void 0 ? void 0 : html`<div class="card">${content}</div>`;
}

// src/report/html/html.ts
var MOST_SECTIONS = 12;
var ALL_COLUMNS = 5e3;
var MOST_COLUMNS = 480;
async function renderHtml(results, assets) {
  const style = { markup: `<style>${assets.style}</style>` };
  const script = { markup: `<script>${assets.script}</script>` };
  const worst = new Set(bySeverity(results.trainings).slice(0, MOST_SECTIONS));
  const shown2 = results.trainings.filter((training) => worst.has(training));
  const columns = Math.min(MOST_COLUMNS, Math.floor(ALL_COLUMNS / Math.max(shown2.length, 1)));
  const sections = await Promise.all(shown2.map((training, index) => trainingSection(training, index, columns)));
  const { markup } = page({ results, shown: shown2, sections, policy: await contentPolicy(assets), style, script });
  return `<!doctype html>
${markup}`;
}
function page({ results, shown: shown2, sections, policy, style, script }) {
  const { trainings, verdict, config } = results;
  const title = headline(results);
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <title>${title}</title>
      ${style}
    </head>
    <body>
      <header class="top ${verdict}">
        <p class="brand">vram-budget</p>
        <h1>${verdictPill(verdict)} ${title}</h1>
        <p class="note"><code>${config}</code></p>
      </header>
      <main>
        ${baseNote(results)} ${trainings.length > 1 ? overview(results, shown2) : void 0} ${sections}
        ${otherFindings(trainings.filter((each) => !shown2.includes(each)))}
      </main>
      <footer>
        <p class="note">
          GiB and MiB are binary. What a device loses to a training: allocated + allocator overhead + CUDA context; on
          the CPU the tensors are compared. The numbers of this page are in report.json too.
        </p>
      </footer>
      ${script}
    </body>
  </html> `;
}

// src/report/timeline-chart.ts
var AREA3 = { left: 70, top: 60, width: 760, height: 300 };
function timelineChart(name, profile) {
  const points = thin(lastStepAndAfter(profile.timeline));
  const scale = byteScale(Math.max(profile.reserved_bytes, 1), AREA3);
  const x = (index) => AREA3.left + AREA3.width * index / Math.max(points.length, 1);
  const shown2 = CATEGORIES.filter((category) => points.some(({ categories }) => categories[category] > 0));
  const edges = Array.from({ length: points.length + 1 }, (_, index) => round(x(index)));
  const bands = shown2.map((category, index) => {
    const below = shown2.slice(0, index);
    const bottom = points.map(({ categories }) => below.reduce((sum2, other) => sum2 + categories[other], 0));
    const upper = points.map(({ categories }, i) => (bottom[i] ?? 0) + categories[category]);
    const back = steps(bottom.toReversed(), edges.toReversed(), scale.y).replace("M", "L");
    return `<path d="${steps(upper, edges, scale.y)}${back}Z" fill="${COLOURS[category]}"><title>${category}</title></path>`;
  });
  const reserved = points.map(({ reserved_bytes }) => reserved_bytes);
  const held = `<path class="c" d="${steps(reserved, edges, scale.y)}"/>`;
  const title = `${plainLine(name)}: memory over the step, peak ${formatSize(Math.max(0, ...points.map(allocatedOf)))} allocated`;
  return svg(860, 440, title, [
    ...scale.drawn,
    ...bands,
    held,
    ...phaseMarks(points, x),
    ...legend(shown2, { left: AREA3.left, top: 410, width: AREA3.width, height: 30 }),
    text(AREA3.left + AREA3.width, 410, "line: reserved", "s", "end")
  ]);
}
function steps(values, edges, y) {
  return values.map((value, i) => `${i === 0 ? `M${edges[0]} ` : "V"}${round(y(value))}H${edges[i + 1]}`).join("");
}
function phaseMarks(points, x) {
  return points.flatMap(
    ({ phase }, index) => phase === points[index - 1]?.phase ? [] : [
      line(x(index), AREA3.top, x(index), AREA3.top + AREA3.height + 6, "g"),
      text(x(index) + 2, AREA3.top + AREA3.height + 18, phase, "s")
    ]
  );
}
function thin(points) {
  const width = Math.ceil(points.length / AREA3.width);
  if (width <= 1) return [...points];
  return Array.from({ length: Math.ceil(points.length / width) }, (_, column) => {
    const run = points.slice(column * width, (column + 1) * width);
    const sorted = run.toSorted((a, b) => allocatedOf(a) - allocatedOf(b));
    const extremes = /* @__PURE__ */ new Set([sorted[0], sorted.at(-1)]);
    return run.filter((point) => extremes.has(point));
  }).flat();
}

// src/report/files.ts
async function reportFiles(results, page2, links) {
  const badge = badgeOf(results);
  return [
    { path: "report.json", text: renderJson(results) },
    { path: "report.md", text: renderMarkdown(results, 0, links) },
    { path: "report.html", text: await renderHtml(results, page2) },
    { path: "badge.json", text: renderEndpoint(badge) },
    { path: "badge.svg", text: await renderBadge(badge) },
    ...results.trainings.flatMap(chartFiles),
    ...results.trainings.flatMap(recordingFiles)
  ];
}
function recordingFiles({ name, measurement }) {
  if (measurement.kind !== "measured" || measurement.recording === void 0) return [];
  const { format, content } = measurement.recording;
  return [{ path: `${name}-recording.${format}`, text: content }];
}
function chartFiles(training) {
  const { name, prediction, budget, batches } = training;
  const comparison = comparisonChart(training);
  const files = [];
  if (prediction?.kind === "predicted")
    files.push({ path: `${name}-timeline.svg`, text: timelineChart(name, prediction.profile) });
  if (comparison !== void 0) files.push({ path: `${name}-comparison.svg`, text: comparison });
  if (batches !== void 0 && budget !== void 0) {
    files.push({ path: `${name}-batches.svg`, text: batchChart(name, batches, budget.limit_bytes) });
  }
  return files;
}

export {
  reportFiles
};
