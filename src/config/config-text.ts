/** A config as it was read. */
export type ConfigText = {
  /** As places name it. */
  readonly file: string;
  readonly text: string;
  /** What the paths in it are relative to, from the workspace. */
  readonly folder: string;
  /** Absolute. */
  readonly path: string;
};

/** What the commit that is compared with has in a config's place. */
export type BaseText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly why: string };
