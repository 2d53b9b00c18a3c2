/**
 * Rows of plain text with their cells below one another, two spaces apart; all rows have as many cells as `align`. The last
 * column is as wide as the others: what is at the left there ends in spaces.
 */
export function textColumns(rows: readonly (readonly string[])[], align: readonly ("left" | "right")[]): string[] {
  const widths = align.map((_, column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return align[column] === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  "),
  );
}
