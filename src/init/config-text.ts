import { stringify } from "yaml";
import type { Card } from "./answers.ts";
import type { FoundTraining } from "./trainings.ts";

const REFERENCE = "https://github.com/vram-budget/vram-budget/blob/main/docs/config.md";

/** The text of a vram-budget.yml. What was read where, and what is not sure, stands in comments beside it. */
export function configText(trainings: readonly FoundTraining[], card: Card): string {
  return [
    `# How much GPU memory the trainings need. Every key: ${REFERENCE}`,
    "version: 1",
    ...(card.sure ? [] : [comment("Not sure: nothing here says which card it is. Write the one that you train on")]),
    `device: ${scalar(card.device)}`,
    "budget: 90% # of what a process can use on the card",
    "trainings:",
    ...trainings.flatMap(trainingLines),
    "",
  ].join("\n");
}

function trainingLines({ name, run, batch, from, doubts }: FoundTraining): string[] {
  return [...from.map(comment), ...doubts.map((doubt) => comment(`Not sure: ${doubt}`))]
    .map((line) => `  ${line}`)
    .concat(
      `  ${scalar(name)}:`,
      `    run: ${scalar(run)}`,
      ...(batch === undefined
        ? []
        : [`    batch_size: ${batch.size}${batch.from === "" ? "" : ` ${comment(batch.from)}`}`]),
    );
}

/** A line, whatever stands in it. */
function comment(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is taken out
  return `# ${text.replaceAll(/[\0-\x1f\x7f-\x9f\u2028\u2029]+/g, " ")}`;
}

function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}
