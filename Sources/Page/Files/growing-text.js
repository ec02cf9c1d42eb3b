// A long plain text that grows at its end. It is in blocks of a few lines, so that only the last is laid out anew.

import { h } from "./dom.js";

const blockLength = 1_500;

export class GrowingText {
  #said = "";
  #last = null;

  constructor(element) {
    this.element = element;
  }

  set(text) {
    if (text === this.#said) return;
    if (!text.startsWith(this.#said)) {
      this.element.replaceChildren();
      this.#said = "";
      this.#last = null;
    }
    let more = text.slice(this.#said.length);
    this.#said = text;
    while (more) {
      const room = this.#last ? blockLength - this.#last.length : blockLength;
      // A block ends at the end of a line.
      const end = more.indexOf("\n", Math.max(0, room));
      const part = end < 0 ? more : more.slice(0, end + 1);
      if (this.#last) this.#last.appendData(part);
      else this.element.append(h("div", {}, (this.#last = document.createTextNode(part))));
      if (end >= 0) this.#last = null;
      more = more.slice(part.length);
    }
  }
}
