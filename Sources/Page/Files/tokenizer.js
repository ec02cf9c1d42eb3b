// The tokenizer's view: a text, its pieces and ids, and which scripts they are of; and one question at three efforts.

import { copyButton } from "./clipboard.js";
import { h, fill } from "./dom.js";
import { EffortComparison } from "./efforts.js";
import { isSpecial } from "./rendering.js";
import { countByScript } from "./scripts.js";
import { askJSON } from "./server.js";
import { locateTokens } from "./token-bytes.js";
import { TokenFlow } from "./token-flow.js";
import { number, say } from "./words.js";

export class TokenizerView {
  #asked = 0;
  #timer = null;
  #tokens = [];
  #isOpen = false;

  /// `model` returns the model's name.
  constructor(model) {
    this.element = document.getElementById("tokenizer");
    this.comparison = new EffortComparison(model);
    this.field = h("textarea", { id: "tokenizer-text", rows: 5, spellcheck: "false", oninput: () => this.#soon() });
    this.reads = h("input", { type: "checkbox", checked: true, onchange: () => this.#tokenize() });
    this.figures = h("dl.figures", {});
    this.scripts = h("div.scripts", {});
    this.pieces = h("div.card-body", {});
    this.problem = h("p.bad", { role: "status" });
    this.translate();
  }

  translate() {
    this.field.setAttribute("aria-label", say("text"));
    this.field.placeholder = say("textHint");
    if (!this.field.value || this.#isSample) this.field.value = say("sample");
    this.#isSample = true;
    fill(this.element,
      h("h1", {}, say("tokenizer")), h("p.lead", {}, say("tokenizerLead")),
      h("div.tokenizer-input", {}, this.field, h("label.check", {}, this.reads, say("special.read"))), this.problem, this.figures,
      h("section.card", { "aria-label": say("pieces") },
        h("div.card-bar", {}, h("h2", {}, say("pieces")), copyButton(() => JSON.stringify(this.#tokens.map(token => token.id)), say("copyIDs"))), this.pieces),
      h("section.card", { "aria-label": say("byScript") }, h("div.card-bar", {}, h("h2", {}, say("byScript"))), this.scripts),
      this.comparison.element);
    this.comparison.translate();
    if (this.#isOpen) this.#tokenize();
  }

  #isSample = true;

  open() {
    this.#isOpen = true;
    this.#tokenize();
  }

  #soon() {
    this.#isSample = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tokenize(), 120);
  }

  async #tokenize() {
    this.#asked += 1;
    const mine = this.#asked;
    const text = this.field.value;
    try {
      const { tokens, token_strs: strings } = await askJSON("tokenize", { body: { prompt: text, parse_special: this.reads.checked, return_token_strs: true } });
      if (mine !== this.#asked) return;
      this.problem.textContent = "";
      this.#show(text, locateTokens(text, tokens, strings));
    } catch (error) {
      if (mine === this.#asked) this.problem.textContent = error.kind === "lost" ? say("lost") : error.kind === "key" ? say("keyNeeded") : error.message;
    }
  }

  #show(text, tokens) {
    this.#tokens = tokens;
    const characters = Array.from(text).length;
    const figures = [
      ["tokens", number(tokens.length)], ["characters", number(characters)], ["utf8", number(new TextEncoder().encode(text).length)],
      ["perToken", tokens.length > 0 ? number(characters / tokens.length, 2) : "–"],
    ];
    fill(this.figures, figures.map(([name, value]) => h("div", {}, h("dt", {}, say(name)), h("dd", { id: `tokenizer-${name}` }, value))));
    const detail = h("p.soft.piece-detail", { role: "status" }, "\u00A0");
    const flow = new TokenFlow(tokens, 0, "piece");
    const describe = event => {
      const piece = event.target.closest("[data-index]");
      if (piece) detail.textContent = describeToken(tokens[Number(piece.dataset.index)]);
    };
    const box = h("div.bands", { dataset: { colour: "pieces" }, role: "listbox", tabindex: "0", "aria-label": say("pieces"), onpointerover: describe, onclick: describe }, flow.element);
    walk(box, flow, tokens.length, index => { detail.textContent = describeToken(tokens[index]); });
    fill(this.pieces, box, detail, h("p.ids", {}, tokens.slice(0, 2000).map(token => token.id).join(" "), tokens.length > 2000 ? " …" : ""));
    const scripts = countByScript(text, tokens);
    const most = Math.max(1, ...scripts.map(each => each.tokens));
    fill(this.scripts, h("table", {},
      h("thead", {}, h("tr", {}, [say("script"), say("characters"), say("tokens"), say("perToken"), ""].map(name => h("th", { scope: "col" }, name)))),
      h("tbody", {}, scripts.map(({ script, characters: count, tokens: cut }) => h("tr", {},
        h("th", { scope: "row" }, scriptName(script)), h("td", {}, number(count)), h("td", {}, number(cut)), h("td", {}, cut ? number(count / cut, 2) : "–"),
        h("td", {}, h("span.bar-space", {}, h("span.probability-bar", { style: { width: `${(cut / most) * 100}%` } }))))))));
  }
}

const scriptName = script => {
  const name = say(`script.${script}`);
  return name.startsWith("script.") ? script : name;
};

const describeToken = ({ id, text, bytes }) => {
  const shown = bytes ? bytes.map(byte => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ") : JSON.stringify(text);
  return `${id}  ${shown}${isSpecial(text) ? `  ${say("special")}` : ""}`;
};

/// Arrow keys go from piece to piece.
function walk(box, flow, count, tell) {
  let at = null;
  box.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 }[event.key];
    if (!step || count === 0) return;
    event.preventDefault();
    if (at !== null) flow.piece(at)?.setAttribute("aria-selected", "false");
    at = at === null ? 0 : Math.max(0, Math.min(count - 1, at + step));
    const piece = flow.piece(at);
    piece?.setAttribute("aria-selected", "true");
    piece?.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", `piece-${at}`);
    tell(at);
  });
}
