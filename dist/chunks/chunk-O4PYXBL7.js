import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  renderJson
} from "./chunk-IBBZZDXD.js";
import {
  allocatedOf,
  lastStepAndAfter,
  renderMarkdown
} from "./chunk-O3RA7XBM.js";
import {
  budgetShare,
  partsOf
} from "./chunk-QKRGA7FY.js";
import {
  formatCount,
  formatSize,
  plainLine,
  unitFor
} from "./chunk-73EGP5WJ.js";
import {
  CATEGORIES
} from "./chunk-MPJ5O2UK.js";

// src/report/badge.ts
function badgeOf(results) {
  const label = "GPU memory";
  const tightest = results.trainings.filter(({ budget }) => budget !== void 0).toSorted((a, b) => budgetShare(b) - budgetShare(a))[0];
  if (results.verdict === "unknown" || tightest?.budget === void 0) {
    return { label, message: "not decided", color: "lightgrey", isError: false };
  }
  const { needed_bytes, limit_bytes, device } = tightest.budget;
  const message = `${formatSize(needed_bytes)} / ${formatSize(limit_bytes)} ${plainLine(device.name)}`;
  const isError = results.verdict === "fail";
  return { label, message, color: isError ? "red" : colourOf(budgetShare(tightest)), isError };
}
function colourOf(share) {
  if (share >= 1) return "red";
  if (share >= 0.95) return "orange";
  if (share >= 0.9) return "yellowgreen";
  return share >= 0.8 ? "green" : "brightgreen";
}
function renderEndpoint(badge) {
  return `${JSON.stringify({ schemaVersion: 1, ...badge })}
`;
}
async function renderBadge({ label, message, color }) {
  const { makeBadge } = await import("./lib-NPBFAHMO.js");
  return `${makeBadge({ label, message, color, style: "flat" })}
`;
}

// src/report/svg.ts
var COLOURS = {
  parameters: "#4269d0",
  buffers: "#6cc5b0",
  gradients: "#a463f2",
  optimizer: "#3ca951",
  batch: "#efb118",
  activations: "#ff725c",
  workspace: "#97bbf5",
  temporary: "#ff8ab7",
  "allocator overhead": "#9c6b4e",
  "CUDA context": "#9498a0",
  "NCCL communicator": "#5f6672"
};
function svg(width, height, title, body) {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t">`,
    `<title id="t">${escapeXml(title)}</title>`,
    "<style>",
    "text{font:12px system-ui,sans-serif;fill:#1f2328}.h{font-size:15px;font-weight:600}.s{fill:#59636e}",
    ".g{stroke:#d1d9e0}.l{stroke:#cf222e;stroke-width:1.5;stroke-dasharray:6 4}.c{stroke:#1f2328;stroke-width:1.5;fill:none}.b{fill:#fff}",
    "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.s{fill:#9198a1}.g{stroke:#3d444d}.l{stroke:#ff7b72}.c{stroke:#f0f6fc}.b{fill:#0d1117}}",
    "</style>",
    `<rect class="b" width="${width}" height="${height}"/>`,
    text(16, 26, title, "h"),
    ...body,
    "</svg>"
  ].join("\n")}
`;
}
function text(x, y, content, style = "", anchor = "start") {
  const classes = style === "" ? "" : ` class="${style}"`;
  return `<text x="${round(x)}" y="${round(y)}"${classes} text-anchor="${anchor}">${escapeXml(content)}</text>`;
}
function rect(x, y, width, height, fill, title) {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"><title>${escapeXml(title)}</title></rect>`;
}
function line(x1, y1, x2, y2, style) {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${style}"/>`;
}
function legend(names, area) {
  let x = area.left;
  let y = area.top;
  return names.flatMap((name) => {
    const width = 30 + 7 * name.length;
    if (x + width > area.left + area.width) {
      x = area.left;
      y += 18;
    }
    const drawn = [rect(x, y - 10, 12, 12, COLOURS[name], name), text(x + 17, y, name, "s")];
    x += width;
    return drawn;
  });
}
function ticks(largest) {
  if (largest <= 0) return [0];
  const rough = largest / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}
function round(value) {
  return Math.round(value * 10) / 10;
}
function escapeXml(content) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return content.replaceAll(/[&<>"]/g, (character) => entities[character] ?? "");
}

// src/report/axes.ts
function byteScale(largest, area) {
  const unit = unitFor(largest);
  const marks = ticks(largest / unit.size);
  const top = Math.max(marks.at(-1) ?? 1, Number.MIN_VALUE);
  const y = (bytes) => area.top + area.height * (1 - bytes / unit.size / top);
  const drawn = marks.flatMap((mark) => [
    line(area.left, y(mark * unit.size), area.left + area.width, y(mark * unit.size), "g"),
    text(area.left - 8, y(mark * unit.size) + 4, String(mark), "s", "end")
  ]);
  return { unit, y, drawn: [...drawn, text(area.left - 8, area.top - 10, unit.name, "s", "end")] };
}

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
  const totals = columns.map(({ parts }) => parts.reduce((sum, { bytes }) => sum + bytes, 0));
  const scale = byteScale(Math.max(...totals, 1), AREA2);
  const drawn = columns.flatMap(({ label, parts }, index) => {
    const x = AREA2.left + AREA2.width * (index + 0.5) / columns.length - BAR / 2;
    let below = 0;
    const boxes = parts.map(({ name, bytes }) => {
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
  const names = [...new Set(columns.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const where = training.comparison?.device.kind === "cpu" ? ", tensors on the CPU" : "";
  return svg(520, 440, `${plainLine(training.name)}: predicted beside observed${where}`, [
    ...scale.drawn,
    line(AREA2.left, AREA2.top + AREA2.height, AREA2.left + AREA2.width, AREA2.top + AREA2.height, "g"),
    ...drawn,
    ...legend(names, { left: 16, top: 404, width: 490, height: 36 })
  ]);
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

// src/report/timeline-chart.ts
var AREA3 = { left: 70, top: 60, width: 760, height: 300 };
function timelineChart(name, profile) {
  const points = thin(lastStepAndAfter(profile.timeline));
  const scale = byteScale(Math.max(profile.reserved_bytes, 1), AREA3);
  const x = (index) => AREA3.left + AREA3.width * index / Math.max(points.length, 1);
  const shown = CATEGORIES.filter((category) => points.some(({ categories }) => categories[category] > 0));
  const edges = Array.from({ length: points.length + 1 }, (_, index) => round(x(index)));
  const bands = shown.map((category, index) => {
    const below = shown.slice(0, index);
    const bottom = points.map(({ categories }) => below.reduce((sum, other) => sum + categories[other], 0));
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
    ...legend(shown, { left: AREA3.left, top: 410, width: AREA3.width, height: 30 }),
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
async function reportFiles(results) {
  const badge = badgeOf(results);
  return [
    { path: "report.json", text: renderJson(results) },
    { path: "report.md", text: renderMarkdown(results, 0) },
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
