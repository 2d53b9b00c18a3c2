import type uPlot from "uplot";
import { element } from "./element.ts";

/** What stands under the cursor, in words. */
export type Told = { readonly place: string; readonly values: string };

/** The places that the keyboard moves over: `count` of them from `start` on, `stops` those that Page Up and Page Down look for. */
export type Places = {
  readonly count: number;
  readonly start: number;
  readonly stops: readonly number[];
  readonly tell: (at: number) => Told;
};

/**
 * A frame for a chart whose cursor moves by the keyboard too. It is a slider: a screen reader lets its arrow keys
 * through, and reads where it stands. What is there comes from a live region, which is silent while a mouse moves.
 */
export function chartFrame(label: string, { count, start, stops, tell }: Places) {
  const keys = "Arrow keys move the cursor, Page Up and Page Down by larger steps.";
  const handle = element("div", {
    class: "plot",
    role: "slider",
    tabindex: "0",
    "aria-label": `${label}. ${keys}`,
    "aria-valuemin": "1",
    "aria-valuemax": String(count),
  });
  const live = element("p", { class: "hidden", "aria-live": "polite" });
  let at = start;
  const place = () => {
    handle.setAttribute("aria-valuenow", String(at + 1));
    handle.setAttribute("aria-valuetext", tell(at).place);
  };
  place();

  /** Lets the keyboard move the cursor of `plot`, whose columns are `width` wide: the cursor stands in their middle. */
  const follow = (plot: uPlot, width: number) => {
    handle.addEventListener("keydown", (event) => {
      const next = nextPlace(event.key, at, count, stops);
      if (next === undefined) return;
      event.preventDefault();
      at = next;
      plot.setCursor({
        left: plot.valToPos((plot.data[0][at] ?? 0) + width / 2, "x"),
        top: plot.over.clientHeight / 2,
      });
      place();
      live.textContent = tell(at).values;
    });
    plot.over.addEventListener("mousemove", () => {
      at = Math.min(plot.cursor.idx ?? at, count - 1);
      place();
    });
  };
  return { handle, live, follow };
}

function nextPlace(key: string, at: number, count: number, stops: readonly number[]): number | undefined {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return Math.max(at - 1, 0);
    case "ArrowRight":
    case "ArrowUp":
      return Math.min(at + 1, count - 1);
    case "PageDown":
      return stops.findLast((stop) => stop < at) ?? 0;
    case "PageUp":
      return stops.find((stop) => stop > at) ?? count - 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
