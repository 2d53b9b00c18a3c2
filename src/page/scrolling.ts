/** A table that is wider than the page scrolls by the keyboard too, and says what it is: Safari lets no other box be reached. */
export function makeReachable(boxes: readonly HTMLElement[]): void {
  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!(target instanceof HTMLElement)) continue;
      if (target.scrollWidth > target.clientWidth) reach(target);
      else for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
  });
  for (const box of boxes) resized.observe(box);
}

function reach(box: HTMLElement): void {
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", box.dataset["label"] ?? "");
}
