import type { ChartData } from "./chart-data.ts";
import { type Markup, html, jsonElement } from "./markup.ts";

/** A place that the page's script draws into, and the same as a table for who cannot see it or has no script. */
export function chartFigure(title: string, note: string, data: ChartData, alternative: Markup): Markup {
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
