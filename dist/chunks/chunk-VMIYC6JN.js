import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  budgetShare
} from "./chunk-L36G37CV.js";
import {
  formatSize,
  plainLine,
  unitFor
} from "./chunk-73KJIM4E.js";

// src/report/badge.ts
function badgeOf(results) {
  const label = "GPU memory";
  const tightest = results.trainings.filter(({ budget }) => budget !== void 0).toSorted((a, b) => budgetShare(b) - budgetShare(a))[0];
  if (results.verdict === "unknown" || tightest?.budget === void 0) {
    return { label, message: "not decided", color: "lightgrey", isError: false };
  }
  const { needed_bytes, limit_bytes, device } = tightest.budget;
  return usedBadge(label, { needed_bytes, limit_bytes, card: device.name }, results.verdict === "fail");
}
function usedBadge(label, { needed_bytes, limit_bytes, card }, isError) {
  const message = `${formatSize(needed_bytes)} / ${formatSize(limit_bytes)} ${plainLine(card)}`;
  return { label, message, color: isError ? "red" : colourOf(needed_bytes / limit_bytes), isError };
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
  const { makeBadge } = await import("./lib-IUGYOGZ7.js");
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
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}">${titled(title)}</rect>`;
}
function titled(title) {
  return `<title>${escapeXml(title)}</title>`;
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

export {
  badgeOf,
  usedBadge,
  renderEndpoint,
  renderBadge,
  COLOURS,
  svg,
  text,
  rect,
  titled,
  line,
  legend,
  round,
  byteScale
};
