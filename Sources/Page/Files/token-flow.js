// Tokens one behind the other as coloured pieces. They are made in chunks, each when it comes near to what is seen.

import { h } from "./dom.js";
import { isSpecial, pieces } from "./rendering.js";

const chunkLength = 240;

/// How sure the model was: 0 is at least 90 %, 4 is under a twentieth.
export const sureness = logprob => {
  if (logprob === undefined || logprob === null) return "n";
  const probability = Math.exp(logprob);
  return probability >= 0.9 ? 0 : probability >= 0.6 ? 1 : probability >= 0.3 ? 2 : probability >= 0.05 ? 3 : 4;
};

const observer = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) target.make?.();
}, { rootMargin: "800px" });

/// An element with the pieces of `tokens`, numbered from `first`; `append` may add more. The pieces' ids begin with `name`.
export class TokenFlow {
  #last = null;
  #count = 0;

  constructor(tokens, first, name = "token") {
    this.first = first;
    this.name = name;
    this.element = h("div.flow", {});
    for (let start = 0; start < tokens.length; start += chunkLength) this.#addChunk(tokens.slice(start, start + chunkLength));
  }

  /// More tokens at the end, made at once.
  append(tokens) {
    for (const token of tokens) {
      if (!this.#last || this.#last.tokens.length >= chunkLength) this.#addChunk([]).make();
      this.#last.tokens.push(token);
      this.#last.append(pieceOf(token, this.first + this.#count, this.name));
      this.#count += 1;
    }
  }

  /// The piece of a token; its chunk is made if it was not.
  piece(index) {
    for (const chunk of this.element.childNodes) {
      if (index >= chunk.first && index < chunk.first + chunk.tokens.length) {
        chunk.make?.();
        return chunk.childNodes[index - chunk.first];
      }
    }
    return null;
  }

  #addChunk(tokens) {
    const first = this.first + this.#count;
    const chunk = h("div.chunk.unmade", {});
    Object.assign(chunk, {
      tokens, first,
      make: () => {
        chunk.make = null;
        chunk.classList.remove("unmade");
        observer.unobserve(chunk);
        chunk.append(...tokens.map((token, index) => pieceOf(token, first + index, this.name)));
      },
    });
    this.element.append(chunk);
    this.#count += tokens.length;
    this.#last = chunk;
    observer.observe(chunk);
    return chunk;
  }
}

function pieceOf(token, index, name) {
  const text = token.text ?? pieces.get(token.id) ?? "…";
  const classes = ["token", `p${index % 5}`, `q${sureness(token.logprob)}`];
  if (token.loss) classes.push("counts");
  if (isSpecial(text)) classes.push("special");
  if (token.bytes) classes.push("part");
  return h("span", { class: classes.join(" "), role: "option", id: `${name}-${index}`, "aria-selected": "false", dataset: { index } }, shown(text, token.bytes));
}

/// Line ends are seen, and a part of a character is told by its bytes.
function shown(text, bytes) {
  if (bytes) return bytes.map(byte => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");
  return text.replace(/\r?\n/g, "⏎\n");
}
