import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/github/inside.ts
import { isAbsolute, relative, sep } from "node:path";
function isInside(folder, path) {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

export {
  isInside
};
