import { ACCEPT_LABEL } from "../compare/acceptance.ts";
import type { Finding } from "../compare/finding.ts";
import { formatShare, formatSize } from "./format.ts";

/** What to do about growth that is meant. */
export const HOW_TO_ACCEPT = `where it is meant, the label ${ACCEPT_LABEL} says so`;

/** Plain text. */
export function acceptedText({ by, base_bytes, delta_bytes }: Extract<Finding, { kind: "accepted-growth" }>): string {
  const share = formatShare(delta_bytes / Math.max(base_bytes, 1));
  const how = { label: `the label ${ACCEPT_LABEL}`, budget: "the higher budget" } as const;
  return `${formatSize(delta_bytes)} (${share}) more than the base, accepted by ${how[by]}`;
}
