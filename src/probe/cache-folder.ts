import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The user's own, for all projects. Source: the XDG Base Directory Specification, which takes absolute paths only. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME: cache = "", HOME: home = homedir() } = environment;
  return join(isAbsolute(cache) ? cache : join(home, ".cache"), "vram-budget");
}
