// The conversation through one of the lenses. A lens makes a view for each turn: `{ element, update() }`; what changed is drawn once a frame.

import { paced, fill } from "./dom.js";

export class Thread {
  #views = new Map();
  #dirty = new Set();
  #lens = null;
  #conversation = null;
  #follows = true;

  /// `scroller` is what scrolls, `element` within it holds the turns.
  constructor(scroller, element) {
    this.scroller = scroller;
    this.element = element;
    this.redraw = paced(() => this.#draw());
    // Whoever scrolls up to read is left there.
    scroller.addEventListener("scroll", () => {
      this.#follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    }, { passive: true });
  }

  show(conversation, lens) {
    this.#conversation = conversation;
    this.#lens = lens;
    this.#views.clear();
    this.#dirty.clear();
    this.#lens.begin?.(conversation);
    fill(this.element, this.#lens.head ?? null);
    this.#follows = true;
    this.#draw();
    this.end();
  }

  /// A turn has more than before, or has ended.
  changed(turn) {
    this.#dirty.add(turn.id);
    this.redraw();
  }

  /// An answer has ended, or what conversations are held with is another: lenses that ask the server about it do so now.
  lensEnded(answer) {
    this.#lens.ended?.(answer, this.#conversation);
  }

  settingsChanged() {
    this.#lens.ended?.(null, this.#conversation);
  }

  /// There is more above or within the turns, which is no reason to lose sight of the end.
  grew() {
    if (this.#follows) this.end();
  }

  end() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #draw() {
    const { turns } = this.#conversation;
    const ids = new Set(turns.map(turn => turn.id));
    for (const [id, view] of this.#views) {
      if (ids.has(id)) continue;
      view.element.remove();
      this.#views.delete(id);
    }
    turns.forEach((turn, index) => {
      let view = this.#views.get(turn.id);
      if (!view) {
        view = this.#lens.view(turn, index, this.#conversation);
        this.#views.set(turn.id, view);
        this.element.append(view.element);
        view.update();
      } else if (this.#dirty.has(turn.id) || index >= turns.length - 2) {
        view.update();
      }
    });
    this.#dirty.clear();
    if (this.#follows) this.end();
  }
}
