import { round } from "../svg.ts";
import type { Band } from "./chart-data.ts";
import { type Markup, html } from "./markup.ts";
import { colourOf } from "./parts.ts";

/** A square of the part's colour. Drawn: the page's policy allows no style in an attribute. */
export function swatch(band: Band): Markup {
  return html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
    <rect width="10" height="10" fill="${colourOf(band)}" />
  </svg>`;
}

/** Parts beside one another, against `scale`, with a mark where the limit is. */
export function stackedBar(
  parts: readonly { readonly name: Band; readonly bytes: number }[],
  scale: number,
  limit: number,
): Markup {
  const at = (bytes: number) => round((1000 * bytes) / scale);
  let end = 0;
  const boxes = parts.map(({ name, bytes }) => {
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
