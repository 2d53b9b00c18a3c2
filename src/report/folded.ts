/** What GitHub shows behind a triangle. `summary` and `content` are markdown that is safe already. */
export function folded(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
