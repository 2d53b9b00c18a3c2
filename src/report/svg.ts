/** Colours that stay apart for most eyes, on white and on black. */
export const COLOURS = {
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
  "NCCL communicator": "#5f6672",
} as const;

export type Area = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** A whole picture: light and dark by the reader's own setting, a title for those who cannot see it. */
export function svg(width: number, height: number, title: string, body: readonly string[]): string {
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
    "</svg>",
  ].join("\n")}\n`;
}

export function text(
  x: number,
  y: number,
  content: string,
  style = "",
  anchor: "start" | "middle" | "end" = "start",
): string {
  const classes = style === "" ? "" : ` class="${style}"`;
  return `<text x="${round(x)}" y="${round(y)}"${classes} text-anchor="${anchor}">${escapeXml(content)}</text>`;
}

export function rect(x: number, y: number, width: number, height: number, fill: string, title: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}">${titled(title)}</rect>`;
}

/** What a reader sees who points at a shape, or has it read aloud. */
export function titled(title: string): string {
  return `<title>${escapeXml(title)}</title>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, style: string): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${style}"/>`;
}

/** Names with their colours, in rows that fit the width. */
export function legend(names: readonly (keyof typeof COLOURS)[], area: Area): string[] {
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

/** Round numbers from 0 to at least `largest`, five or so. */
export function ticks(largest: number): number[] {
  if (largest <= 0) return [0];
  const rough = largest / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function escapeXml(content: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return content.replaceAll(/[&<>"]/g, (character) => entities[character] ?? "");
}
