import type { KeyChange, NoShare } from "../compare/change.ts";
import { type ChangedKey, flowText, takenBack } from "../config/changed-keys.ts";
import { formatPath } from "../config/problem.ts";
import type { Place } from "../config/training.ts";
import type { TrainingSource } from "../config/training-source.ts";
import type { Profile } from "../memory/profile.ts";
import type { FoundProfile, PredictionMemo } from "./prediction-memo.ts";

/** So many keys are taken back one at a time; each may cost a trace. */
const MOST_TAKEN_BACK = 12;

/**
 * How much each key does of what a training needs: `whole`, less what it needs with this key alone as it was. In the order
 * of the text. What the shares leave of the whole difference is what keys do only together: twice the batch in half the
 * bytes an element is neither's alone.
 */
export async function keyShares(
  changed: readonly ChangedKey[],
  head: TrainingSource,
  whole: Profile,
  memo: PredictionMemo,
): Promise<readonly KeyChange[]> {
  const keys: KeyChange[] = [];
  const tied: ChangedKey[] = [];
  let left = MOST_TAKEN_BACK;
  for (const key of inOrder(changed, head)) {
    const without = head.parse(takenBack(head.values, [key]));
    if (without.kind === "problems") tied.push(key);
    else if ((await memo.knows(without.training)) || left-- > 0)
      keys.push(keyChange(head, [key], shareOf(whole, await memo.profile(without))));
    else keys.push(keyChange(head, [key], "too-many"));
  }
  return inPlaces([...keys, ...(await tiedShares(tied, head, whole, memo))]);
}

/** Where nothing is predicted. */
export function keysWithoutShare(changed: readonly ChangedKey[], head: TrainingSource): readonly KeyChange[] {
  return inOrder(changed, head).map((key) => keyChange(head, [key], "not-predicted"));
}

/** Those that leave no config alone may leave one together: the outputs of a layer and the inputs of the next. */
async function tiedShares(
  tied: readonly ChangedKey[],
  head: TrainingSource,
  whole: Profile,
  memo: PredictionMemo,
): Promise<KeyChange[]> {
  if (tied.length === 0) return [];
  const share = shareOf(whole, await memo.profile(head.parse(takenBack(head.values, tied))));
  return share === "needs-others" ? tied.map((key) => keyChange(head, [key], share)) : [keyChange(head, tied, share)];
}

type Share = { readonly device: number; readonly allocated: number };

function shareOf(whole: Profile, without: FoundProfile): Share | NoShare {
  switch (without.kind) {
    case "profile": {
      const { device_bytes, allocated_bytes } = without.profile;
      return { device: whole.device_bytes - device_bytes, allocated: whole.allocated_bytes - allocated_bytes };
    }
    case "problems":
      return "needs-others";
    case "unpredicted":
      return "not-predicted";
  }
}

function keyChange({ keyPlace }: TrainingSource, keys: readonly ChangedKey[], share: Share | NoShare): KeyChange {
  const [place, ...also] = keys.map(({ path }) => keyPlace(path));
  if (place === undefined) throw new RangeError("A change has a key");
  return {
    path: keys.map(({ path }) => formatPath(path)).join(", "),
    place,
    ...(also.length === 0 ? {} : { also }),
    base: textOf(keys.map(({ base }) => base)),
    head: textOf(keys.map(({ head }) => head)),
    ...(typeof share === "string"
      ? { delta_bytes: undefined, allocated_delta_bytes: undefined, no_share: share }
      : { delta_bytes: share.device, allocated_delta_bytes: share.allocated, no_share: undefined }),
  };
}

/** A list of layers may be a megabyte, and a thousand trainings may share it. */
const LONGEST_TEXT = 1000;

/** Undefined where the side has none of the keys. */
function textOf(values: readonly unknown[]): string | undefined {
  const there = values.filter((value) => value !== undefined);
  if (there.length === 0) return undefined;
  const text = there.map(flowText).join(", ");
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

function inOrder(changed: readonly ChangedKey[], { keyPlace }: TrainingSource): readonly ChangedKey[] {
  return inPlaces(changed.map((key) => ({ key, place: keyPlace(key.path) }))).map(({ key }) => key);
}

function inPlaces<Placed extends { readonly place: Place }>(all: readonly Placed[]): readonly Placed[] {
  return all.toSorted(({ place: a }, { place: b }) => a.line - b.line || a.column - b.column);
}
