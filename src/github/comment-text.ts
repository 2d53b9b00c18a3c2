import { isQuiet } from "../compare/notable.ts";
import type { Results } from "../compare/result.ts";
import { type Detail, renderQuiet } from "../report/markdown.ts";
import type { Links } from "../report/links.ts";
import type { Inputs } from "./inputs.ts";

/** What a run has to say, and what it ends with. */
export type Said = { readonly render: (detail: Detail) => string; readonly exitCode: number } & (
  | { readonly results: Results }
  | { readonly problem: string }
);

export type CommentText = {
  /** Whether a comment is begun; one that is there already is kept current in any case. */
  readonly create: boolean;
  readonly render: (detail: Detail) => string;
};

export function commentText(
  comment: Exclude<Inputs["comment"], "never">,
  said: Said,
  links: Links | undefined,
): CommentText {
  const { render, exitCode } = said;
  switch (comment) {
    case "always":
      return { create: true, render };
    case "failures":
      return { create: exitCode !== 0, render };
    case "changes": {
      if ("problem" in said || !isQuiet(said.results)) return { create: true, render };
      const { results } = said;
      return { create: false, render: () => renderQuiet(results, links) };
    }
  }
}
