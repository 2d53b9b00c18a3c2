import type { Results, TrainingResult } from "../../compare/result.ts";
import { headline } from "../headline.ts";
import { bySeverity } from "../severity.ts";
import { type PageAssets, contentPolicy } from "./assets.ts";
import { baseNote } from "./change-section.ts";
import { otherFindings } from "./findings.ts";
import { type Markup, html } from "./markup.ts";
import { overview } from "./overview.ts";
import { trainingSection } from "./training-section.ts";
import { verdictPill } from "./verdict.ts";

/** The page stays small: so many trainings have a section of their own, the worst, and all timelines so many columns. */
const MOST_SECTIONS = 12;
const ALL_COLUMNS = 5000;
const MOST_COLUMNS = 480;

/** `report.html`: one file without network, for a browser with or without script. */
export async function renderHtml(results: Results, assets: PageAssets): Promise<string> {
  const style = { markup: `<style>${assets.style}</style>` };
  const script = { markup: `<script>${assets.script}</script>` };
  const worst = new Set(bySeverity(results.trainings).slice(0, MOST_SECTIONS));
  const shown = results.trainings.filter((training) => worst.has(training));
  const columns = Math.min(MOST_COLUMNS, Math.floor(ALL_COLUMNS / Math.max(shown.length, 1)));
  const sections = await Promise.all(shown.map((training, index) => trainingSection(training, index, columns)));
  const { markup } = page({ results, shown, sections, policy: await contentPolicy(assets), style, script });
  return `<!doctype html>\n${markup}`;
}

type Parts = {
  readonly results: Results;
  /** Those that have a section each. */
  readonly shown: readonly TrainingResult[];
  readonly sections: readonly Markup[];
  readonly policy: string;
  readonly style: Markup;
  readonly script: Markup;
};

function page({ results, shown, sections, policy, style, script }: Parts): Markup {
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
        ${baseNote(results)} ${trainings.length > 1 ? overview(results, shown) : undefined} ${sections}
        ${otherFindings(trainings.filter((each) => !shown.includes(each)))}
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
