import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  nearest
} from "./chunk-IZVU6BTJ.js";
import {
  LARGEST_BATCH
} from "./chunk-D6I7ENPW.js";
import {
  parseAllocConf
} from "./chunk-LVUBKEZX.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";

// src/commands/predict-options.ts
var MOST_BATCHES = 64;
function parseBatchSizes(text) {
  const refuse = (what) => {
    throw new UserError(`Cannot use --batch-size ${JSON.stringify(text)}: ${what}`);
  };
  const items = text.split(",").map((item) => item.trim());
  if (items.length > MOST_BATCHES) refuse(`it has ${items.length} batch sizes, wanted at most ${MOST_BATCHES}`);
  for (const [index, item] of items.entries()) {
    if (!/^\d{1,9}$/.test(item) || Number(item) < 1 || Number(item) > LARGEST_BATCH) {
      refuse(
        `number ${index + 1} is ${JSON.stringify(item)}, wanted a whole number from 1 to ${LARGEST_BATCH}, as in 8,16,32`
      );
    }
    if (items.findIndex((other) => Number(other) === Number(item)) < index) refuse(`${item} is there twice`);
  }
  return items.map(Number).toSorted((a, b) => a - b);
}
function checkAllocConf(text) {
  try {
    if (parseAllocConf(text).per_process_memory_fraction === 1) return text;
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`Cannot use --alloc-conf: ${error.message}`);
    throw error;
  }
  const budget = "a prediction takes the card to be boundless, and the config's budget says what may be used";
  throw new UserError(`Cannot use --alloc-conf with per_process_memory_fraction: ${budget}`);
}
function onlyTraining(configs, name) {
  const chosen = configs.flatMap(({ config, ...rest }) => {
    const trainings = config.trainings.filter((training) => training.name === name);
    return trainings.length === 0 ? [] : [{ ...rest, config: { ...config, trainings } }];
  });
  if (chosen.length > 0) return chosen;
  const names = configs.flatMap(({ config }) => config.trainings.map((training) => training.name));
  const near = nearest(name, names);
  const wanted = near === void 0 ? `wanted one of ${names.join(", ")}` : `did you mean ${near}?`;
  throw new UserError(`Cannot use --training ${JSON.stringify(name)}: there is no such training, ${wanted}`);
}
export {
  checkAllocConf,
  onlyTraining,
  parseBatchSizes
};
