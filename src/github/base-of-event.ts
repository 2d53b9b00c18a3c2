import * as z from "zod/mini";
import type { Base } from "../compare/change.ts";

const Payload = z.object({
  pull_request: z.object({
    base: z.object({ sha: z.string().check(z.regex(/^[0-9a-f]{40,64}$/)), ref: z.string() }),
  }),
});

/** Where the pull request of an event wants to go, as it was then; undefined where the event has none. */
export function baseOfEvent(payload: unknown): Base | undefined {
  const { data } = Payload.safeParse(payload);
  return data && { sha: data.pull_request.base.sha, name: data.pull_request.base.ref };
}
