import { type Finding, SEVERITY, type Verdict } from "./finding.ts";

/** One failing finding fails; else one that leaves it open leaves it open. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const severities = new Set<string>(findings.map(({ kind }) => SEVERITY[kind]));
  if (severities.has("fails")) return "fail";
  return severities.has("undecided") ? "unknown" : "pass";
}

/** Of several: the worst. Of none: unknown, for nothing was decided. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("unknown") || verdicts.length === 0 ? "unknown" : "pass";
}

export const EXIT_CODES = { pass: 0, fail: 1, unknown: 2 } as const satisfies Record<Verdict, number>;
