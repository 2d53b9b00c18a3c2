import type { Verdict } from "../compare/finding.ts";
import type { Annotation } from "./annotations.ts";
import { type CheckAnnotation, type ChecksApi, MOST_ANNOTATIONS, type Mark } from "./checks.ts";
import { answerOrError, GitHubError } from "./errors.ts";

/** What a run has to show beside its commit. */
export type Shown = {
  readonly verdict: Verdict;
  /** One line, the verdict and the number. */
  readonly title: string;
  /** Markdown that fits a check run. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
};

export type Marked =
  | { readonly kind: "check run" }
  /** In the place of a check run, with what was said about that. */
  | { readonly kind: "commit status"; readonly why: string }
  /** Neither: in one line, what was said about both. */
  | { readonly kind: "none"; readonly why: string };

/** GitHub refuses a status whose description is longer; a check run's title is cut in its lists. */
const TITLE_LIMIT = 140;

/**
 * Shows the verdict beside the commit: as a check run with its annotations on the config's lines, else as a commit
 * status. Check runs want an app's token, which a workflow's own is and a person's is not, and servers without them answer
 * 404 or 405. What is not decided is a failure to a check run: required checks let `neutral` pass.
 *
 * @throws GitHubError where GitHub does not refuse, but does not answer either
 */
export async function markCommit(
  api: ChecksApi,
  mark: Mark,
  { verdict, title, summary, annotations }: Shown,
): Promise<Marked> {
  const output = { title: cut(title, TITLE_LIMIT), summary };
  const [first = [], ...more] = batches(annotations.flatMap(checkAnnotation), MOST_ANNOTATIONS);
  const conclusion = verdict === "pass" ? "success" : "failure";
  const id = await answerOrError(api.create(mark, conclusion, { ...output, annotations: first }), REFUSALS);
  if (id instanceof GitHubError) {
    const refusal = await answerOrError(api.status(mark, STATES[verdict], output.title), REFUSALS);
    if (refusal instanceof GitHubError) return { kind: "none", why: `${id.message}; ${refusal.message}` };
    return { kind: "commit status", why: id.message };
  }
  for (const batch of more) await api.update(id, { ...output, annotations: batch });
  return { kind: "check run" };
}

const STATES = { pass: "success", fail: "failure", unknown: "error" } as const;

/** Of a server that has no such thing, or of one to a token that may not. */
const REFUSALS = [403, 404, 405, 501];

/** One that is about no line has its place in the summary. */
function checkAnnotation({ level, message, place }: Annotation): CheckAnnotation[] {
  if (place === undefined) return [];
  const { file: path, startLine: line, startColumn: column } = place;
  const levels = { error: "failure", warning: "warning", notice: "notice" } as const;
  const where = { path, start_line: line, end_line: line, start_column: column, end_column: column };
  return [{ ...where, annotation_level: levels[level], message }];
}

function batches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** Between characters, never within one of two UTF-16 units. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
