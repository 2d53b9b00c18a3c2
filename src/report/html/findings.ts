import { type Finding, SEVERITY } from "../../compare/finding.ts";
import type { TrainingResult } from "../../compare/result.ts";
import { capitalized, formatCount } from "../format.ts";
import { findingText, whatWasSeen } from "../finding-words.ts";
import { survivalText } from "../words.ts";
import { list } from "./list.ts";
import { type Markup, html } from "./markup.ts";

const HOW = {
  fails: "fails",
  undecided: "leaves it open",
  warns: "warning",
  notes: "note",
} as const satisfies Record<(typeof SEVERITY)[Finding["kind"]], string>;

/** All that the comparison has to say, what fails first, and what was seen of a failure. */
export function findings(training: TrainingResult): Markup {
  const order = Object.keys(HOW);
  const sorted = training.findings.toSorted(
    (a, b) => order.indexOf(SEVERITY[a.kind]) - order.indexOf(SEVERITY[b.kind]),
  );
  const survived = survivalText(training);
  const items = [
    ...sorted.map((finding) => item(SEVERITY[finding.kind], HOW[SEVERITY[finding.kind]], findingText(finding).text)),
    ...(survived === undefined ? [] : [item("survived", "proved", survived)]),
  ];
  const seen = whatWasSeen(training);
  return html`${
    items.length === 0
      ? undefined
      : html`<ul class="findings">
          ${items}
        </ul>`
  }
  ${
    seen === undefined
      ? undefined
      : html`<details>
          <summary>What was seen of the failure</summary>
          <pre tabindex="0">${seen}</pre>
        </details>`
  }`;
}

/** Of trainings that have no section of their own. */
export function otherFindings(trainings: readonly TrainingResult[]): Markup | undefined {
  if (trainings.length === 0) return undefined;
  const items = trainings.flatMap(({ name, findings: all }) =>
    all.map((finding) => html`<strong>${name}</strong> ${findingText(finding).text}`),
  );
  return html`<section class="training" aria-labelledby="others">
    <h2 id="others">${formatCount(trainings.length)} more trainings</h2>
    <p class="note">Their numbers are in the table above, all else is in report.json.</p>
    ${list(items)}
  </section>`;
}

function item(kind: string, how: string, text: string): Markup {
  return html`<li class="${kind}"><strong>${capitalized(how)}</strong> ${capitalized(text)}</li> `;
}
