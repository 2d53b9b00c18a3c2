import * as z from "zod/mini";

/** What has an id, as a repository: it goes by this where its name is one that strangers choose. */
export const Id = z.object({ id: z.int() });

/** A commit's, a tree's or a file's: SHA-1 or SHA-256. */
export const Sha = z.string().check(z.regex(/^[0-9a-f]{40,64}$/));
