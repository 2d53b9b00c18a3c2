import type { Results, TrainingResult } from "../compare/result.ts";
import { badgeOf, renderBadge, renderEndpoint } from "./badge.ts";
import { batchChart } from "./batch-chart.ts";
import { comparisonChart } from "./comparison-chart.ts";
import type { PageAssets } from "./html/assets.ts";
import { renderHtml } from "./html/html.ts";
import { renderJson } from "./json.ts";
import type { Links } from "./links.ts";
import { renderMarkdown } from "./markdown.ts";
import { timelineChart } from "./timeline-chart.ts";

export type ReportFile = { readonly path: string; readonly text: string | Uint8Array };

/**
 * Everything that a run leaves: the report as data, as text and as a page, three charts a training, its recording where
 * one was asked for, and the badge.
 */
export async function reportFiles(results: Results, page: PageAssets, links?: Links): Promise<ReportFile[]> {
  const badge = badgeOf(results);
  return [
    { path: "report.json", text: renderJson(results) },
    { path: "report.md", text: renderMarkdown(results, 0, links) },
    { path: "report.html", text: await renderHtml(results, page) },
    { path: "badge.json", text: renderEndpoint(badge) },
    { path: "badge.svg", text: await renderBadge(badge) },
    ...results.trainings.flatMap(chartFiles),
    ...results.trainings.flatMap(recordingFiles),
  ];
}

/** What `vram-budget replay` reads. */
function recordingFiles({ name, measurement }: TrainingResult): ReportFile[] {
  if (measurement.kind !== "measured" || measurement.recording === undefined) return [];
  const { format, content } = measurement.recording;
  return [{ path: `${name}-recording.${format}`, text: content }];
}

function chartFiles(training: TrainingResult): ReportFile[] {
  const { name, prediction, budget, batches } = training;
  const comparison = comparisonChart(training);
  const files: ReportFile[] = [];
  if (prediction?.kind === "predicted")
    files.push({ path: `${name}-timeline.svg`, text: timelineChart(name, prediction.profile) });
  if (comparison !== undefined) files.push({ path: `${name}-comparison.svg`, text: comparison });
  if (batches !== undefined && budget !== undefined) {
    files.push({ path: `${name}-batches.svg`, text: batchChart(name, batches, budget.limit_bytes) });
  }
  return files;
}
