import type { Operations } from "./server.ts";

/** The first that answers. */
export function firstOf(...all: readonly Operations[]): Operations {
  return (match, url, body) => {
    for (const operations of all) {
      const answer = operations(match, url, body);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
}
