// Where one writes: Enter asks, Shift and Enter begins a line; while an answer comes the button stops it.

import { efforts } from "./conversation.js";
import { byId, h, fill, icon } from "./dom.js";
import { say } from "./words.js";

export class Composer {
  #runs = false;

  /// `actions` has `send(text)`, `stop()` and `setEffort(effort)`.
  constructor(actions) {
    this.form = byId("composer");
    this.field = byId("question");
    this.button = byId("send");
    this.efforts = byId("efforts");
    const submit = () => {
      if (this.#runs) { actions.stop(); return; }
      if (!this.field.value.trim()) return;
      if (actions.send(this.field.value) !== false) { this.field.value = ""; this.#fit(); }
    };
    this.form.addEventListener("submit", event => { event.preventDefault(); submit(); });
    this.field.addEventListener("keydown", event => {
      // Enter within a syllable or a word that an input method composes only ends it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      if (!this.#runs) submit();
    });
    this.field.addEventListener("input", () => this.#fit());
    this.efforts.addEventListener("change", event => actions.setEffort(event.target.value));
    this.translate();
  }

  translate() {
    fill(this.efforts, h("legend.offscreen", {}, say("effort")), efforts.map(effort =>
      h("label", { title: say(`effort.${effort}.hint`) },
        h("input.offscreen", { type: "radio", name: "effort", value: effort }), h("span", {}, say(`effort.${effort}`)))));
    this.#label();
  }

  setEffort(effort) {
    for (const input of this.efforts.querySelectorAll("input")) input.checked = input.value === effort;
  }

  /// Where tools are declared, their button shows it.
  setTools(tools) {
    byId("open-tools").classList.toggle("on", tools.trim() !== "");
  }

  setRunning(runs) {
    if (this.#runs === runs && this.button.firstChild) return;
    this.#runs = runs;
    this.#label();
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  #label() {
    fill(this.button, icon(this.#runs ? "stop" : "send"));
    this.button.title = say(this.#runs ? "stop" : "send");
    this.button.setAttribute("aria-label", this.button.title);
    this.button.classList.toggle("stops", this.#runs);
  }

  #fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, innerHeight * 0.4)}px`;
  }
}
