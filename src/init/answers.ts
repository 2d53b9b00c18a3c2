import { deviceNames, findDevice } from "../memory/devices.ts";
import type { FoundTraining } from "./trainings.ts";

/** Where the workflow runs, and so which of the examples it is made of. */
export type Place = "hosted" | "gpu" | "public";

/** The card that the numbers are about. */
export type Card = {
  readonly device: string;
  /** Whether somebody said so. */
  readonly sure: boolean;
};

/** What is asked on a terminal; each question has an answer for those who do not care. */
export type Answers = {
  readonly trainings: readonly FoundTraining[];
  readonly place: Place;
  /** Of the runner that has the GPU. */
  readonly labels: readonly string[];
  readonly card: Card;
};

/** Asks one question; an empty answer takes what stands in brackets. */
export type Ask = (question: string) => Promise<string>;

type Read<T> = { readonly value: T } | { readonly problem: string };
type Question<T> = { readonly text: string; readonly read: (answer: string) => Read<T> };

/** At most four questions. `found` is undefined where a config is there already. */
export async function askAll(ask: Ask, found: readonly FoundTraining[] | undefined): Promise<Answers> {
  const trainings = found === undefined ? [] : await put(ask, whichTrainings(found));
  if (found !== undefined && trainings.length === 0) {
    return { trainings, place: "hosted", labels: [], card: OF_THE_RUNNER };
  }
  const place = await put(ask, WHERE);
  const labels = place === "hosted" ? [] : await put(ask, LABELS);
  const card = found === undefined ? OF_THE_RUNNER : await put(ask, whichCard(place));
  return { trainings, place, labels, card };
}

/** Until there is an answer that can be read. */
async function put<T>(ask: Ask, { text, read }: Question<T>, problem = ""): Promise<T> {
  const answer = read((await ask(problem + text)).trim());
  return "value" in answer ? answer.value : put(ask, { text, read }, `${answer.problem}\n`);
}

function whichTrainings(found: readonly FoundTraining[]): Question<readonly FoundTraining[]> {
  const numbers =
    found.length > 1 ? "Which to watch: numbers, or a command that trains [all]" : "A command that trains";
  const only = found.length === 1 ? ` [${found[0]?.run}]` : "";
  return {
    text: `${numbers}${only}: `,
    read: (answer) => {
      if (answer === "" || answer === "all") return { value: found };
      if (!/^[\d\s,]+$/.test(answer)) return { value: [givenCommand(answer)] };
      const asked = answer.split(/[\s,]+/).filter((number) => number !== "");
      const chosen = asked.map((number) => found[Number(number) - 1]);
      const known = chosen.filter((training) => training !== undefined);
      if (known.length === chosen.length) return { value: known };
      return { problem: `expected numbers from 1 to ${found.length}, found ${answer}` };
    },
  };
}

function givenCommand(run: string): FoundTraining {
  const told = { batch: undefined, from: [], doubts: [] };
  if (!run.includes("{batch_size}")) return { name: "training", folder: "", run, ...told };
  const doubts = ["the batch_size of 1 is only to begin with: write the one that you train with"];
  return { name: "training", folder: "", run, ...told, batch: { size: 1, from: "" }, doubts };
}

const PLACES: readonly Place[] = ["hosted", "gpu", "public"];

const WHERE: Question<Place> = {
  text: [
    "Where it runs",
    "  1  on GitHub's runners, which have no GPU: predicted, and rehearsed on the CPU",
    "  2  on a runner of yours with a GPU, for a private repository: measured",
    "  3  the same for a public repository: three jobs, and a fork is measured only where you say so",
    "[1]: ",
  ].join("\n"),
  read: (answer) => {
    const place = PLACES[Number(answer === "" ? 1 : answer) - 1];
    return place === undefined ? { problem: `expected 1, 2 or 3, found ${answer}` } : { value: place };
  },
};

const LABELS: Question<readonly string[]> = {
  text: "The labels of that runner [self-hosted, gpu]: ",
  read: (answer) => {
    const labels = (answer === "" ? "self-hosted, gpu" : answer).split(/[\s,[\]]+/).filter((label) => label !== "");
    const bad = labels.find((label) => !/^[\w.-]{1,64}$/.test(label));
    if (labels.length > 0 && bad === undefined) return { value: labels };
    return { problem: `expected labels of letters, digits, '.', '_' and '-', found ${bad ?? answer}` };
  },
};

const OF_THE_RUNNER: Card = { device: "runner", sure: true };
/** Small and common; what is not sure is said so. */
const USUAL_CARD: Card = { device: "l4", sure: false };

function whichCard(place: Place): Question<Card> {
  const usual = place === "hosted" ? USUAL_CARD : OF_THE_RUNNER;
  const what = place === "hosted" ? "The card that you train on" : "The card: runner is the one that is found there";
  return {
    text: `${what}, as ${["t4", "l4", "a100-80", "h100-80"].join(", ")} [${usual.device}]: `,
    read: (answer) => {
      if (answer === "") return { value: usual };
      if (answer === "runner") return { value: { ...OF_THE_RUNNER, sure: place !== "hosted" } };
      const found = findDevice(answer);
      if (found.kind === "device") return { value: { device: found.device.id, sure: true } };
      const wanted = found.kind === "ambiguous" && found.ids.length > 0 ? found.ids : deviceNames();
      return { problem: `expected one of ${wanted.join(", ")}, found ${answer}` };
    },
  };
}
