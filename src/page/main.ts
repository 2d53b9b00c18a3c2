/** The script of report.html: makes its charts alive and its layers sortable. Everything is in the page without it too. */
import type { ChartData } from "../report/html/chart-data.ts";
import { drawBatches } from "./batches.ts";
import { makeReachable } from "./scrolling.ts";
import { makeSortable } from "./sortable.ts";
import { drawTimeline } from "./timeline.ts";

/** Draws into the figure, and gives what does so again in the colours that are then. */
function draw(figure: HTMLElement): () => void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- src/report/html/chart-figure.ts wrote it
  const data = JSON.parse(figure.querySelector("script")?.textContent ?? "null") as ChartData;
  return data.kind === "timeline" ? drawTimeline(figure, data) : drawBatches(figure, data);
}

/** A chart is drawn when it comes near what is seen, and again where its colours change: paper is light. */
function keepDrawn(figures: readonly HTMLElement[]): void {
  const drawn = new Map<HTMLElement, () => void>();
  const show = (figure: HTMLElement) => {
    if (!drawn.has(figure)) drawn.set(figure, draw(figure));
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting && target instanceof HTMLElement) show(target);
    },
    { rootMargin: "600px" },
  );
  for (const figure of figures) near.observe(figure);
  addEventListener("beforeprint", () => figures.forEach(show));
  for (const colours of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(colours).addEventListener("change", () => drawn.forEach((again) => again()));
  }
}

keepDrawn([...document.querySelectorAll<HTMLElement>("figure.chart")]);
makeReachable([...document.querySelectorAll<HTMLElement>(".scroll")]);
for (const table of document.querySelectorAll("table")) makeSortable(table);
