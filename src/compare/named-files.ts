import type { CommandTraining } from "../config/training.ts";

/** Those of `files`, relative to the workspace, that the words of a command are: `configs/sft.yaml` of `--config=configs/sft.yaml`. */
export function filesNamedBy({ run, folder }: CommandTraining, files: readonly string[]): readonly string[] {
  const words = new Set(run.split(/[\s'"=,;|&<>()]+/).map((word) => word.replace(/^(\.\/)+/, "")));
  const within = folder === "" ? "" : `${folder}/`;
  return files.filter((file) => file.startsWith(within) && words.has(file.slice(within.length)));
}
