// The raw events of a stream with their times. Only the rows that are seen are there, so ten thousand cost what twenty do.

import { h, fill } from "./dom.js";
import { pretty } from "./tool-card.js";
import { number, say } from "./words.js";

const rowHeight = 26;

export class EventList {
  #isShown = false;
  #selected = null;
  #drawn = "";

  /// `read` returns the events: [{ time, text }].
  constructor(read) {
    this.read = read;
    this.rows = h("div.event-rows", {});
    this.space = h("div.event-space", {}, this.rows);
    this.scroller = h("div.event-scroller", {
      tabindex: "0", role: "listbox", "aria-label": say("events"), onscroll: () => this.update(), onkeydown: event => this.#key(event),
      onclick: event => { const row = event.target.closest("[data-index]"); if (row) this.#select(Number(row.dataset.index)); },
    }, this.space);
    this.detail = h("pre", { tabindex: "0", hidden: true });
    this.element = h("div.events", {}, this.scroller, this.detail);
  }

  show(isShown) {
    this.#isShown = isShown;
    this.update();
  }

  update() {
    if (!this.#isShown) return;
    const events = this.read();
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / rowHeight) - 4);
    const count = Math.ceil((this.scroller.clientHeight || 320) / rowHeight) + 8;
    const visible = events.slice(first, first + count);
    const drawn = `${first} ${visible.length} ${this.#selected}`;
    this.space.style.height = `${events.length * rowHeight}px`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.rows.style.transform = `translateY(${first * rowHeight}px)`;
    fill(this.rows, visible.map(({ time, text }, row) => {
      const index = first + row;
      return h("div.event", { role: "option", id: `${this.#id}-${index}`, "aria-selected": index === this.#selected, dataset: { index } },
        h("time", {}, `${number(time, 1)} ms`), h("code", {}, brief(text)));
    }));
  }

  #id = `events-${crypto.getRandomValues(new Uint32Array(1))[0]}`;

  #select(index) {
    const events = this.read();
    if (index < 0 || index >= events.length) return;
    this.#selected = index;
    const top = index * rowHeight;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    if (top + rowHeight > scrollTop + clientHeight) this.scroller.scrollTop = top + rowHeight - clientHeight;
    this.update();
    this.scroller.setAttribute("aria-activedescendant", `${this.#id}-${index}`);
    this.detail.hidden = false;
    const { text } = events[index];
    this.detail.textContent = text.length > 200_000 ? `${text.slice(0, 200_000)} …` : pretty(text);
  }

  #key(event) {
    const page = Math.floor(this.scroller.clientHeight / rowHeight);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const last = this.read().length - 1;
    this.#select(Math.max(0, Math.min(last, (this.#selected ?? -1) + steps[event.key])));
  }
}

/// What is new in an event: of a chunk its choice and its usage, without what every chunk repeats.
function brief(text) {
  let said = text;
  if (text.startsWith("{") && text.length < 20_000) {
    try {
      const { choices, usage, error } = JSON.parse(text);
      const { delta, finish_reason: reason, token_ids: ids } = choices?.[0] ?? {};
      const parts = { delta: delta && Object.keys(delta).length > 0 ? delta : undefined, token_ids: ids, finish_reason: reason ?? undefined, usage: usage ?? undefined, error };
      said = JSON.stringify(parts);
    } catch {
      // It is shown as it is.
    }
  }
  return said.length > 300 ? `${said.slice(0, 300)}…` : said;
}
