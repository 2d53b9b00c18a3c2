import type { Results } from "../../compare/result.ts";
import { headline } from "../words.ts";
import { type PageAssets, contentPolicy } from "./assets.ts";
import { baseNote } from "./change-section.ts";
import { type Markup, html } from "./markup.ts";
import { overview } from "./overview.ts";
import { trainingSection } from "./training-section.ts";
import { verdictPill } from "./verdict.ts";

/** A timeline has so many columns; fewer each where there are many trainings, so that the page stays small. */
const COLUMNS = 480;
const ALL_COLUMNS = 5000;
const LEAST_COLUMNS = 40;

/** `report.html`: one file without network, for a browser with or without script. */
export async function renderHtml(results: Results, assets: PageAssets): Promise<string> {
  const style = { markup: `<style>${assets.style}</style>` };
  const script = { markup: `<script>${assets.script}</script>` };
  const { trainings } = results;
  const columns = Math.max(LEAST_COLUMNS, Math.min(COLUMNS, Math.floor(ALL_COLUMNS / Math.max(trainings.length, 1))));
  const sections = await Promise.all(trainings.map((training, index) => trainingSection(training, index, columns)));
  const { markup } = page(results, sections, await contentPolicy(assets), style, script);
  return `<!doctype html>\n${markup}`;
}

function page(results: Results, sections: readonly Markup[], policy: string, style: Markup, script: Markup): Markup {
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
      <main>${baseNote(results)} ${trainings.length > 1 ? overview(results) : undefined} ${sections}</main>
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
