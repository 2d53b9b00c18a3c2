import { formatSize } from "../report/format.ts";
import type { BandData } from "../report/html/chart-data.ts";
import { colourOf } from "../report/html/parts.ts";
import { element } from "./element.ts";

/** A band as it is drawn; `shown` changes as the legend is pressed. */
export type Band = { readonly name: BandData["name"]; shown: boolean; readonly values: readonly (number | null)[] };

const SVG = "http://www.w3.org/2000/svg";

/** A button for each band that switches it on and off, with its size at the cursor. */
export function bandLegend(bands: readonly Band[], changed: () => void) {
  const sizes = bands.map(() => element("span", { class: "size" }));
  const items = bands.map((band, index) => {
    const pressed = { type: "button", "aria-pressed": String(band.shown) };
    const button = element("button", pressed, square(colourOf(band.name)), band.name, sizes[index] ?? "");
    button.addEventListener("click", () => {
      band.shown = !band.shown;
      button.setAttribute("aria-pressed", String(band.shown));
      changed();
    });
    return element("li", {}, button);
  });
  const show = (at: number) => {
    for (const [index, { values }] of bands.entries()) {
      const size = sizes[index];
      if (size !== undefined) size.textContent = formatSize(values[at] ?? 0);
    }
  };
  return { list: element("ul", { class: "legend", "aria-label": "Parts to draw" }, ...items), show };
}

function square(colour: string): SVGElement {
  const drawn = document.createElementNS(SVG, "svg");
  const box = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ class: "swatch", viewBox: "0 0 10 10", "aria-hidden": "true" })) {
    drawn.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries({ width: "10", height: "10", fill: colour }))
    box.setAttribute(name, value);
  drawn.append(box);
  return drawn;
}
