import { isAbsolute, relative, sep } from "node:path";

/** Whether `path` is `folder` or lies in it; both are absolute, and have no links to follow any more. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
