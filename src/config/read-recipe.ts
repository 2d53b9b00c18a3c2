import type { Path } from "./problem.ts";
import type { Reader } from "./reader.ts";
import { RECIPE_KEYS } from "./schema.ts";
import { type NamedTensors, PLAIN_RECIPE, type Recipe, type TensorSpec } from "./training.ts";

/** What a recipe must go with: undefined where it could not be read. */
type Around = { readonly layers: boolean; readonly input: TensorSpec | NamedTensors | undefined };

/** The recipe of the training at `path`; what does not go together is a problem of its own. */
export function readRecipe(
  read: Reader,
  path: Path,
  map: Readonly<Record<string, unknown>>,
  { layers, input }: Around,
): Recipe {
  const written = Object.entries(RECIPE_KEYS).map(([key, schema]) => {
    const value = map[key] === undefined ? undefined : read.read([...path, key], map[key], schema);
    return [key, value] as const;
  });
  const given = Object.fromEntries(written.filter(([, value]) => value !== undefined));
  const recipe: Recipe = { ...PLAIN_RECIPE, ...given };

  const clash = (key: keyof Recipe, message: string) => read.problem([...path, key], message);
  if (layers && recipe.activation_checkpointing === true)
    clash(
      "activation_checkpointing",
      "expected names of classes, as [Sequential], where the model is layers, found true",
    );
  if (recipe.channels_last && input !== undefined && !hasImages(input))
    clash("channels_last", "expected an input of [channels, height, width] with it, found none");
  if (recipe.optimizer_in_backward)
    for (const other of afterBackward(recipe))
      clash("optimizer_in_backward", `expected no ${other} with it, found both`);
  for (const other of besideProcesses(recipe)) clash("distributed", `expected no ${other} with it, found both`);
  return recipe;
}

function hasImages(input: TensorSpec | NamedTensors): boolean {
  const tensors = "tensors" in input ? Object.values(input.tensors) : [input];
  return tensors.some(({ shape, dtype }) => shape.length === 3 && dtype === "float32");
}

/** What wants gradients before they are reduced, or weights as one process has them. */
function besideProcesses({ distributed, ...recipe }: Recipe): string[] {
  if (distributed === undefined) return [];
  const sharded = distributed.strategy === "fsdp2";
  return [
    ...(recipe.optimizer_in_backward ? ["optimizer_in_backward"] : []),
    ...(sharded && recipe.ema ? ["ema of weights that are sharded"] : []),
    ...(sharded && recipe.channels_last ? ["channels_last, which fully_shard() does not take"] : []),
    ...(sharded && recipe.precision === "16-mixed" ? ["precision 16-mixed of weights that are sharded"] : []),
  ];
}

/** What needs all gradients when backward is over, which then are gone. */
function afterBackward(recipe: Recipe): string[] {
  return [
    ...(recipe.gradient_accumulation > 1 ? ["gradient_accumulation"] : []),
    ...(recipe.gradient_clipping === undefined ? [] : ["gradient_clipping"]),
    ...(recipe.precision === "16-mixed" ? ["precision 16-mixed, whose gradients are scaled"] : []),
  ];
}
