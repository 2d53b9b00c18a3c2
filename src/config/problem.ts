import type { Place } from "./training.ts";

/** One thing that is wrong with a config: where it stands, which key it is, what is there and what is wanted. */
export type ConfigProblem = Place & {
  /** The key and its parents, as `trainings.mnist-mlp.batch_size`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
};

export type Path = readonly (string | number)[];

/** `vram-budget.yml:12:17: trainings.a.batch_size: expected …, found …`: the form that editors and runners link. */
export function formatProblem({ file, line, column, path, message }: ConfigProblem): string {
  return `${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${message}`;
}

/** Keys joined with dots. What a shell, a terminal or Markdown could misread is written as a JSON string. */
export function formatPath(path: Path): string {
  return path.map((key) => (/^[\w.$-]{1,64}$/.test(String(key)) ? String(key) : formatValue(key))).join(".");
}

/** What is there, on one line and never longer than 60 characters. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = escapeInvisible(JSON.stringify(value));
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

const INVISIBLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
