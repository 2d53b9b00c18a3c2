import * as z from "zod/mini";
import { Sha } from "./ids.ts";
import type { Base } from "../compare/change.ts";

/** Where a pull request wants to go. */
export type WantedBase = Base & {
  /** Where it left that branch: Gitea and Forgejo say so, and GitHub is asked. */
  readonly merge_base_sha?: string | undefined;
};

const Payload = z.object({
  pull_request: z.object({ base: z.object({ sha: Sha, ref: z.string() }), merge_base: z.optional(Sha) }),
});

/** As it was at the event; undefined where the event is about no pull request. */
export function baseOfEvent(payload: unknown): WantedBase | undefined {
  const { data } = Payload.safeParse(payload);
  if (data === undefined) return undefined;
  const { base, merge_base: merge_base_sha } = data.pull_request;
  return { sha: base.sha, name: base.ref, ...(merge_base_sha === undefined ? {} : { merge_base_sha }) };
}
