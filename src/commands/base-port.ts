import type { Base } from "../compare/change.ts";
import type { BaseMeasurement } from "../compare/measured-change.ts";
import type { BaseText } from "../config/config-text.ts";

/** The commit that this one is compared with, and what it has: through git, or GitHub's API. */
export type BasePort = {
  readonly found: FoundBase;
  /** What it has in the place of a config; `path` is absolute, as the config is found here. */
  readonly text: (path: string) => Promise<BaseText>;
  /** What was measured of a training there, on the device of this name; undefined where nothing is kept of it. */
  readonly measured?: (training: string, device: string) => Promise<BaseMeasurement | undefined>;
};

export type FoundBase =
  | {
      readonly kind: "found";
      readonly base: Base;
      /** Files that are not as they were, relative to the workspace; undefined where that is not known. */
      readonly changed_files: readonly string[] | undefined;
    }
  /** A base is wanted, and which it is cannot be said. */
  | { readonly kind: "unknown"; readonly why: string };
