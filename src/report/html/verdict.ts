import type { Verdict } from "../../compare/finding.ts";
import { type Markup, html } from "./markup.ts";

const WORDS = {
  pass: { mark: "✓", text: "fits" },
  fail: { mark: "✕", text: "does not fit" },
  unknown: { mark: "?", text: "not decided" },
} as const satisfies Record<Verdict, { mark: string; text: string }>;

/** The verdict as a word in its colour, which says nothing that the word does not. */
export function verdictPill(verdict: Verdict): Markup {
  const { mark, text } = WORDS[verdict];
  return html`<span class="pill ${verdict}"><span aria-hidden="true">${mark}</span> ${text}</span>`;
}
