import { type Content, type Markup, html } from "./markup.ts";

export type Column = { readonly title: string; readonly align: "left" | "right" };
/** A sum is printed bold; `cells` are as many as there are columns. */
export type Row = { readonly kind: "part" | "sum"; readonly cells: readonly Content[] };

export function left(title: string): Column {
  return { title, align: "left" };
}

export function right(title: string): Column {
  return { title, align: "right" };
}

export function part(...cells: readonly Content[]): Row {
  return { kind: "part", cells };
}

export function sum(...cells: readonly Content[]): Row {
  return { kind: "sum", cells };
}

/**
 * A table with a caption, in a box that scrolls sideways where the page is narrow (src/page/scrolling.ts). The first cell
 * of a row is its head.
 */
export function table(caption: string, columns: readonly Column[], rows: readonly Row[]): Markup {
  const heads = columns.map(({ title, align }) => html`<th scope="col" ${aligned(align)}>${title}</th>`);
  return framed(caption, heads, columns, rows);
}

/** The same with heads that the page's script makes into buttons which sort it. */
export function sortableTable(caption: string, columns: readonly Column[], rows: readonly Row[]): Markup {
  const heads = columns.map(
    ({ title, align }) =>
      html`<th scope="col" ${aligned(align)} data-sort="${align === "right" ? "number" : "text"}">${title}</th>`,
  );
  return framed(caption, heads, columns, rows);
}

function framed(caption: string, heads: readonly Markup[], columns: readonly Column[], rows: readonly Row[]): Markup {
  return html`<div class="scroll" data-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ kind, cells }) =>
            html`<tr ${kind === "sum" ? html`class="sum"` : undefined}>
              ${cells.map((cell, index) => cellOf(cell, columns[index], index))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function aligned(align: Column["align"]): Markup | undefined {
  return align === "right" ? html`class="right"` : undefined;
}

function cellOf(content: Content, column: Column | undefined, index: number): Markup {
  const align = column?.align ?? "left";
  return index === 0
    ? html`<th scope="row" ${aligned(align)}>${content}</th>`
    : html`<td ${aligned(align)}>${content}</td>`;
}
