import { folderOf, stemOf } from "./repository.ts";

/** Names for a script, the better first: what says nothing, as `train`, stands after the folder that it lies in. */
export function namesOfScript(path: string): string[] {
  const [stem, folder] = [stemOf(path), folderOf(path)];
  const inside = folder.slice(folder.lastIndexOf("/") + 1);
  if (/^__\w+__$/.test(stem)) return [inside];
  return SAYS_NOTHING.has(stem) && !SAYS_NOTHING.has(inside) ? [inside, stem] : [stem, inside];
}

const SAYS_NOTHING = new Set(["", "train", "main", "run", "example", "src", "scripts", "tools", "bin"]);

/** Each training with a name that a config takes and no other has: the first of its names, or with the next before it. */
export function named<T extends { readonly names: readonly string[] }>(
  drafts: readonly T[],
): (Omit<T, "names"> & { readonly name: string })[] {
  const taken = new Set<string>();
  return drafts.map(({ names, ...training }) => {
    const [first = "training", ...others] = names.map(slug).filter((name) => name !== "");
    const wanted = [first, ...others.filter((other) => other !== first).map((other) => slug(`${other}-${first}`))];
    const counted = drafts.map((_, index) => `${first.slice(0, 60)}-${index + 2}`);
    const name = [...wanted, ...counted].find((one) => !taken.has(one)) ?? first;
    taken.add(name);
    return { ...training, name };
  });
}

/** Letters, digits, '.', '_' and '-', at most 64. */
function slug(text: string): string {
  return text
    .replaceAll(/[^\w.-]+/g, "-")
    .replaceAll(/^[.-]+|[.-]+$/g, "")
    .slice(0, 64);
}
