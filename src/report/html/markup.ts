import { plainLine } from "../escape.ts";

/** HTML that was made by {@linkcode html}: everything else is text, and is escaped. */
export type Markup = { readonly markup: string };
export type Content = string | number | Markup | readonly Markup[] | undefined;

/**
 * A template whose strings are our own HTML and whose values are text, escaped, or what another template made. The lines
 * of our own HTML begin at the margin: the page is smaller, and looks the same.
 */
export function html(ours: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return {
    markup: ours
      .map((part, index) => `${part.replaceAll(/\s*\n\s*/g, "\n")}${index < values.length ? shown(values[index]) : ""}`)
      .join(""),
  };
}

function shown(value: Content): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text of strangers between tags and inside quoted attributes, line by line without what cannot be seen. */
export function escapeHtml(text: string): string {
  return text
    .split("\n")
    .map(plainLine)
    .join("\n")
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Data for the page's script. A `<` in a string could end the element or begin a comment, so there is none. */
export function jsonElement(data: unknown): Markup {
  const text = JSON.stringify(data).replaceAll("<", "\\u003c");
  return { markup: `<script type="application/json">${text}</script>` };
}
