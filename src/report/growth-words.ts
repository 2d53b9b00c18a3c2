import type { MeasuredChange, VersionChange } from "../compare/change.ts";
import { plainLine } from "./escape.ts";
import { formatShare, formatSize } from "./format.ts";

/** Named before the rest is a number. */
const MOST_FILES = 5;

/** The measurement moved and the prediction did not: where to look. Plain text. */
export function growthText({ base_bytes, delta_bytes, base_sha, ...where }: MeasuredChange): string {
  const way = delta_bytes > 0 ? "more" : "less";
  const share = formatShare(delta_bytes / Math.max(base_bytes, 1));
  const moved = `${formatSize(Math.abs(delta_bytes))} (${share}) ${way} is measured than at ${base_sha.slice(0, 7)}`;
  return `${moved}, and the config is not why: look at the code or the dependencies (${whereText(where)})`;
}

function whereText({
  changed_files: files,
  changed_versions: versions,
}: Pick<MeasuredChange, "changed_files" | "changed_versions">): string {
  const code =
    files === undefined
      ? "which of its files changed is not known"
      : files.length === 0
        ? "none of its files changed"
        : `its files that changed: ${namesText(files)}`;
  return versions.length === 0 ? code : `${code}; ${versions.map(versionText).join(", ")}`;
}

function namesText(files: readonly string[]): string {
  const named = files.slice(0, MOST_FILES).map(plainLine).join(", ");
  return files.length > MOST_FILES ? `${named} and ${files.length - MOST_FILES} more` : named;
}

function versionText({ name, base, head }: VersionChange): string {
  return plainLine(`${name} ${base} → ${head}`);
}
