import { type Finding, SEVERITY } from "../compare/finding.ts";
import type { Results, TrainingResult } from "../compare/result.ts";
import { keyText } from "../report/change-words.ts";
import { plainLine } from "../report/escape.ts";
import { capitalized } from "../report/format.ts";
import { firstWayText } from "../report/ways-words.ts";
import { findingText } from "../report/finding-words.ts";

export type Annotation = {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  /** Absent where the message is about no line of a file. */
  readonly place?: { readonly file: string; readonly startLine: number; readonly startColumn: number };
};

/** GitHub shows ten of each level a step. */
const MOST = 10;

/** What a step can annotate: of each level no more than GitHub shows. */
export function annotationsOf(results: Results): Annotation[] {
  const all = allAnnotations(results);
  return [...capped(all, "error"), ...capped(all, "warning"), ...capped(all, "notice")];
}

/** What fails, warns or stays open, on the config's own lines, and what each changed key does. */
export function allAnnotations({ trainings }: Results): Annotation[] {
  const all = trainings.flatMap((training) =>
    training.findings.flatMap((finding): Annotation[] => {
      const level = levelOf(finding);
      if (level === undefined) return [];
      const { file, line, column } = finding.kind === "unknown" ? finding.place : training.place;
      const message = plainLine(`${training.name}: ${sentences(finding, training)}`);
      return [{ level, message, place: { file, startLine: line, startColumn: column } }];
    }),
  );
  return [...all, ...trainings.flatMap(keyAnnotations)];
}

/** Each changed key that moves the prediction, on its own line: an error where it raises what is over budget. */
function keyAnnotations({ name, change, findings }: TrainingResult): Annotation[] {
  if (change?.kind !== "changed") return [];
  const isOver = findings.some(({ kind }) => kind === "over-budget" || kind === "out-of-memory");
  return change.keys.flatMap((key): Annotation[] => {
    const { delta_bytes, no_share, place, also = [] } = key;
    if (delta_bytes === 0 && no_share === undefined) return [];
    const level = isOver && (delta_bytes ?? 0) > 0 ? "error" : "notice";
    const message = plainLine(`${name}: ${keyText(key)}`);
    return [place, ...also].map(({ file, line, column }) => {
      return { level, message, place: { file, startLine: line, startColumn: column } };
    });
  });
}

/** What is over budget ends with the cheapest way back. */
function sentences(finding: Finding, training: TrainingResult): string {
  const { text } = findingText(finding);
  const way = finding.kind === "over-budget" ? firstWayText(training) : undefined;
  return way === undefined ? text : `${text}. ${capitalized(way)}`;
}

function levelOf({ kind }: Finding): Annotation["level"] | undefined {
  const levels = { fails: "error", undecided: "error", warns: "warning", notes: undefined } as const;
  return levels[SEVERITY[kind]];
}

/** The lines of a `UserError`, of which no more than GitHub shows. */
export function problemAnnotations(message: string): Annotation[] {
  return capped(allProblems(message), "error");
}

/** The lines of a `UserError`: each problem of a config stands on its own line of it. */
export function allProblems(message: string): Annotation[] {
  const lines = message.split("\n").map(plainLine);
  const all = lines.flatMap((line): Annotation[] => {
    const [, file, startLine, startColumn, text] = /^(.+?):(\d+):(\d+): (.*)$/.exec(line) ?? [];
    if (file === undefined || text === undefined) return [];
    const place = { file, startLine: Number(startLine), startColumn: Number(startColumn) };
    return [{ level: "error", message: plainLine(text), place }];
  });
  return all.length === 0 ? [{ level: "error", message: lines.join("\n") }] : all;
}

/** GitHub drops what is over its limit without a word; the last one says how many there are. */
function capped(all: readonly Annotation[], level: Annotation["level"]): Annotation[] {
  const those = all.filter((annotation) => annotation.level === level);
  if (those.length <= MOST) return those;
  const rest = those.length - (MOST - 1);
  return [...those.slice(0, MOST - 1), { level, message: `${rest} more are in the job summary` }];
}
