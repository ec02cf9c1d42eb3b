// What stands below an answer that did not come to its end, and what can be done about it.

import { h, fill } from "./dom.js";
import { apiKey } from "./server.js";
import { say } from "./words.js";

export class AnswerNote {
  #shown = "";

  constructor(turn, actions) {
    this.turn = turn;
    this.actions = actions;
    this.element = h("div.note", { role: "status", hidden: true });
  }

  update() {
    const { status, error, finish } = this.turn;
    const kind = status === "stopped" ? "stopped" : error ? error.kind : finish === "length" ? "length" : "";
    const state = kind + (error?.message ?? "");
    if (state === this.#shown) return;
    this.#shown = state;
    this.element.hidden = !kind;
    this.element.classList.toggle("bad", Boolean(error));
    fill(this.element, kind ? this.#content(kind, error) : null);
  }

  #content(kind, error) {
    const retry = () => this.actions.retry(this.turn);
    const again = h("button.quiet", { type: "button", onclick: retry }, say("retry"));
    switch (kind) {
      case "key": return [h("p", {}, say(apiKey.value ? "keyRefused" : "keyNeeded")), h("p.soft", {}, error.message), keyForm(retry)];
      case "busy": return [h("p", {}, say("busy")), h("p.soft", {}, error.message), this.#countdown(again, error.retryAfter)];
      case "lost": return [h("p", {}, say(this.turn.text || this.turn.reasoning ? "lostPart" : "lost")), again];
      case "stopped": return [h("p", {}, say("stopped")), again];
      case "length": return [h("p", {}, say("cutOff"))];
      default: return [h("p", {}, say(kind === "refused" ? "refused" : "serverFailed")), h("p.soft", {}, error.message), again];
    }
  }

  /// The button says when the server wants to be asked again; until then it cannot be pressed.
  #countdown(button, wait) {
    let left = Math.ceil(wait ?? 0);
    const tick = () => {
      button.disabled = left > 0;
      button.textContent = left > 0 ? say("retryIn", { seconds: left }) : say("retry");
      if (left > 0 && (button.isConnected || left === Math.ceil(wait))) setTimeout(tick, 1000);
      left -= 1;
    };
    tick();
    return button;
  }
}

/// Asks for the API key, and whether it is kept in this browser.
export function keyForm(done) {
  const field = h("input", { type: "password", autocomplete: "off", required: true, "aria-label": say("apiKey"), placeholder: say("apiKey") });
  const keep = h("input", { type: "checkbox" });
  return h("form.key-form", {
    onsubmit: event => {
      event.preventDefault();
      apiKey.set(field.value, keep.checked);
      done();
    },
  }, field, h("label.check", {}, keep, say("keepKey")), h("button.strong", { type: "submit" }, say("useKey")));
}
