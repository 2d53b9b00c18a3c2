import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/probe/cache-folder.ts
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
function cacheFolder(environment) {
  const { XDG_CACHE_HOME: cache = "", HOME: home = homedir() } = environment;
  return join(isAbsolute(cache) ? cache : join(home, ".cache"), "vram-budget");
}

export {
  cacheFolder
};
