import { type Content, type Markup, html } from "./markup.ts";

/** Points below one another; nothing where there are none. */
export function list(items: readonly Content[]): Markup | undefined {
  if (items.length === 0) return undefined;
  return html`<ul>
    ${items.map((item) => html`<li>${item}</li> `)}
  </ul>`;
}
