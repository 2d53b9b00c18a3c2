import type { Results } from "../compare/result.ts";
import { plainLine } from "./escape.ts";
import { formatSize } from "./format.ts";
import { budgetShare } from "./severity.ts";

export type Badge = {
  readonly label: string;
  readonly message: string;
  readonly color: string;
  readonly isError: boolean;
};

/** The tightest training against its budget, coloured by how much of it is used; red where anything fails, as a leak. */
export function badgeOf(results: Results): Badge {
  const label = "GPU memory";
  const tightest = results.trainings
    .filter(({ budget }) => budget !== undefined)
    .toSorted((a, b) => budgetShare(b) - budgetShare(a))[0];
  if (results.verdict === "unknown" || tightest?.budget === undefined) {
    return { label, message: "not decided", color: "lightgrey", isError: false };
  }
  const { needed_bytes, limit_bytes, device } = tightest.budget;
  return usedBadge(label, { needed_bytes, limit_bytes, card: device.name }, results.verdict === "fail");
}

type Used = { readonly needed_bytes: number; readonly limit_bytes: number; readonly card: string };

/** `9.36 GiB / 40.00 GiB NVIDIA L40S`, in the colour of the share. */
export function usedBadge(label: string, { needed_bytes, limit_bytes, card }: Used, isError: boolean): Badge {
  const message = `${formatSize(needed_bytes)} / ${formatSize(limit_bytes)} ${plainLine(card)}`;
  return { label, message, color: isError ? "red" : colourOf(needed_bytes / limit_bytes), isError };
}

function colourOf(share: number): string {
  if (share >= 1) return "red";
  if (share >= 0.95) return "orange";
  if (share >= 0.9) return "yellowgreen";
  return share >= 0.8 ? "green" : "brightgreen";
}

/** What https://shields.io/badges/endpoint-badge reads; it refuses keys that it does not know. */
export function renderEndpoint(badge: Badge): string {
  return `${JSON.stringify({ schemaVersion: 1, ...badge })}\n`;
}

/** Loaded when a badge is drawn: its width tables cost every start 30 ms otherwise. */
export async function renderBadge({ label, message, color }: Badge): Promise<string> {
  const { makeBadge } = await import("badge-maker");
  return `${makeBadge({ label, message, color, style: "flat" })}\n`;
}
