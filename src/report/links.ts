/** Where a report is read: on a server that shows the repository's files at this commit. */
export type Links = {
  /** `https://github.com/octo-org/octo-repo/blob/<sha>`, without a slash at the end. */
  readonly files: string;
  /** The run with the whole report in its summary. */
  readonly run: string;
  readonly head_sha: string;
};

/** The address of a line. A path is a stranger's: nothing of it ends a markdown link, or leaves the repository. */
export function lineLink(links: Links, file: string, line: number): string {
  const path = file.split("/").filter((part) => part !== "." && part !== "..");
  return `${links.files}/${path.map(encoded).join("/")}#L${line}`;
}

function encoded(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replaceAll(
    /[!'()*_~]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
