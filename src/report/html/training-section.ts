import type { TrainingResult } from "../../compare/result.ts";
import { plainLine } from "../escape.ts";
import { formatCount } from "../format.ts";
import { askedBatches, batchFigure } from "./batch-figure.ts";
import { blocksSection } from "./blocks-section.ts";
import { breakdownSection } from "./breakdown-section.ts";
import { changeSection } from "./change-section.ts";
import { comparisonSection } from "./comparison-section.ts";
import { contactSheet } from "./contact-sheet.ts";
import { figures } from "./figures.ts";
import { findings } from "./findings.ts";
import { layersSection } from "./layers-section.ts";
import { type Markup, html } from "./markup.ts";
import { environmentSection, extrapolationSection, ranksSection } from "./measured-section.ts";
import { sectionId } from "./overview.ts";
import { timelineFigures } from "./timeline-figure.ts";
import { verdictPill } from "./verdict.ts";
import { waysSection } from "./ways-section.ts";

/** All of one training: what decides first, then the charts, then the tables. `columns` are those of a timeline. */
export async function trainingSection(training: TrainingResult, index: number, columns: number): Promise<Markup> {
  const { name, verdict, prediction, measurement } = training;
  const document = measurement.kind === "measured" ? measurement.document : undefined;
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
      ${card(prediction?.kind === "predicted" ? breakdownSection(prediction) : undefined)}
      ${card(comparisonSection(training))} ${card(extrapolationSection(training))} ${card(ranksSection(training))}
    </div>
    ${card(document === undefined ? undefined : blocksSection(document))} ${batchFigure(training)}
    ${await contactSheet(training)} ${askedBatches(training)}
    ${prediction?.model === undefined ? undefined : layersSection(prediction.model)}
    ${document === undefined ? undefined : environmentSection(document)}
  </section> `;
}

function subtitle({ batch_size, budget, place }: TrainingResult): string {
  const batch = batch_size === undefined ? [] : [`batch ${formatCount(batch_size)}`];
  const device = budget === undefined ? [] : [plainLine(budget.device.name)];
  return [...batch, ...device, `${plainLine(place.file)}:${place.line}`].join(" · ");
}

function card(content: Markup | undefined): Markup | undefined {
  return content === undefined ? undefined : html`<div class="card">${content}</div>`;
}
