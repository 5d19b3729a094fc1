// What drawn pages need in the browser: arrow keys in lists, charts and tables, forms that change the address without
// loading the page anew, and a focus that survives a redrawing. One listener each for the whole document. Here is also what
// gives the focus to a page that takes another's place, drawn or not.

const FORWARD = { row: ["ArrowRight"], column: ["ArrowDown"], grid: ["ArrowRight"] };
const BACK = { row: ["ArrowLeft"], column: ["ArrowUp"], grid: ["ArrowLeft"] };

/** The stops of a list, in their order. */
function stops(list) {
  const only = list.dataset.rovingOn;
  return [...list.querySelectorAll(only ? `.${only}` : "a[href]")].filter((stop) => stop.offsetParent !== null);
}

/** Where an arrow key leads from a stop. */
function next(list, from, key) {
  const all = stops(list);
  const at = all.indexOf(from);
  const kind = list.dataset.roving;
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (FORWARD[kind].includes(key)) return all[Math.min(at + 1, all.length - 1)];
  if (BACK[kind].includes(key)) return all[Math.max(at - 1, 0)];
  if (kind === "grid" && (key === "ArrowDown" || key === "ArrowUp")) return above(all, from, key === "ArrowDown" ? 1 : -1);
  return undefined;
}

/** The stop in the nearest row below or above, in the nearest column. */
function above(all, from, step) {
  const place = (stop) => [stop.closest("tr").rowIndex, stop.closest("td").cellIndex];
  const [row, column] = place(from);
  let best;
  for (const stop of all) {
    const [down, across] = place(stop);
    const far = (down - row) * step * 100 + Math.abs(across - column);
    if ((down - row) * step > 0 && (!best || far < best.far)) best = { stop, far };
  }
  return best?.stop;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return dismiss(event);
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const from = event.target.closest?.("a[href], button");
  const list = from?.closest("[data-roving]");
  const to = list && stops(list).includes(from) && next(list, from, event.key);
  if (!to) return;
  event.preventDefault();
  if (from.hasAttribute("tabindex")) {
    from.tabIndex = -1;
    to.tabIndex = 0;
  }
  to.focus();
});

/** Esc takes an open menu or hint away and leaves the focus where it belongs. */
function dismiss(event) {
  const menu = event.target.closest?.("details.row-menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  for (const hint of document.querySelectorAll(".hint")) hint.classList.add("is-dismissed");
}

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    if (!event.target.closest?.(".kpi-head")) {
      for (const hint of document.querySelectorAll(".hint.is-dismissed")) hint.classList.remove("is-dismissed");
    }
  });
}

// A menu closes when something else is pressed, or has the focus.
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of document.querySelectorAll("details.row-menu[open]")) {
      // Safari gives the focus to what is around a link that is pressed, before the click.
      const isAround = kind === "focusin" && event.target.contains(menu);
      if (!isAround && !menu.contains(event.target)) menu.open = false;
    }
  });
}

/** Leads to an address as a click on a link does, so that the router takes it. */
function follow(address) {
  const link = document.createElement("a");
  link.href = address;
  link.dataset.noscroll = "";
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-routed]")) return;
  event.preventDefault();
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(pairs).toString();
  follow(form.getAttribute("action") + (query ? `?${query}` : ""));
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.matches("select") && form?.matches("form[data-routed]")) form.requestSubmit();
});

// A redrawing throws away the element that had the focus; its successor of the same id gets it, else the list.
let focused = "";
// Where the page was when its focus was last placed.
let placedAt = location.pathname;
document.addEventListener("focusin", (event) => {
  const drawn = event.target.closest("[data-drawn]");
  focused = drawn ? event.target.id || "calls" : "";
  placedAt = location.pathname;
});
// Pressing blank ground takes the focus from everything, which no `focusin` tells.
document.addEventListener("pointerdown", (event) => {
  const held = document.activeElement;
  if (held === document.body || !held?.contains(event.target)) focused = "";
  placedAt = location.pathname;
});

/** Gives the focus to a page that took another's place, by its name: else it stays on a link of the frame, and all is silent. */
function arrive() {
  const content = document.getElementById("content");
  if (!content) return;
  const isNew = location.pathname !== placedAt && !isHeld(content, document.activeElement);
  const name = content.querySelector("h1")?.textContent || document.title;
  // The name may come after the page.
  if ((isNew || content.hasAttribute("aria-label")) && content.getAttribute("aria-label") !== name) {
    content.setAttribute("aria-label", name);
  }
  if (isNew) {
    placedAt = location.pathname;
    // What has the focus already would be given it in silence.
    if (document.activeElement === content) content.blur();
    content.focus({ preventScroll: true });
  }
}

/** What is above the page, or took the focus in it, keeps it. What goes with the page before has lost it when that is gone. */
function isHeld(content, held) {
  return Boolean(held?.closest(".call-bar, dialog, input, select, textarea")) || (held !== content && content.contains(held));
}

let arriving = 0;
new MutationObserver(() => {
  // Later, because the router changes the address after the page.
  cancelAnimationFrame(arriving);
  arriving = requestAnimationFrame(arrive);
  if (!focused || document.activeElement !== document.body) return;
  const heir = document.getElementById(focused) ?? document.getElementById("calls");
  heir?.focus({ preventScroll: true });
}).observe(document.documentElement, { childList: true, subtree: true });
