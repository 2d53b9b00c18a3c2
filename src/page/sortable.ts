import { element } from "./element.ts";

/** Makes the heads that say how they sort into buttons; a second press turns the order round. */
export function makeSortable(table: HTMLTableElement): void {
  const heads = [...table.querySelectorAll<HTMLElement>("th[data-sort]")];
  for (const [column, head] of heads.entries()) {
    const button = element("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      sortRows(table, column, head.dataset["sort"] === "number", ascending);
    });
  }
}

function sortRows(table: HTMLTableElement, column: number, byNumber: boolean, ascending: boolean): void {
  const [body] = table.tBodies;
  if (body === undefined) return;
  const text = (row: HTMLTableRowElement) => row.cells[column]?.textContent ?? "";
  const number = (row: HTMLTableRowElement) => Number(text(row).replaceAll(",", ""));
  const names = new Intl.Collator("en", { numeric: true });
  const compare = (a: HTMLTableRowElement, b: HTMLTableRowElement) =>
    byNumber ? number(a) - number(b) : names.compare(text(a), text(b));
  const sorted = [...body.rows].toSorted((a, b) => (ascending ? compare(a, b) : compare(b, a)));
  body.append(...sorted);
}
