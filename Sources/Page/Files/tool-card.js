// A call of a tool that the conversation declares, and the form in which its result is given by hand.

import { h, fill, icon } from "./dom.js";
import { highlight } from "./highlight.js";
import { say } from "./words.js";

export class ToolCard {
  #shown = null;

  /// `answered` is called once the call has its result.
  constructor(call, answered) {
    this.call = call;
    this.name = h("code", {});
    this.code = h("code", {});
    this.field = h("textarea", { rows: 3, spellcheck: "false", "aria-label": say("resultOf", { name: call.name }), placeholder: say("resultHint") });
    this.form = h("form", {
      hidden: true,
      onsubmit: event => {
        event.preventDefault();
        call.result = this.field.value;
        answered();
      },
    }, this.field, h("div.row", {}, h("button.strong", { type: "submit" }, say("giveResult"))));
    this.result = h("div.result", { hidden: true });
    this.element = h("section.tool-card", { "aria-label": say("callOf", { name: call.name }) },
      h("div.tool-head", {}, icon("tool"), say("calls"), " ", this.name), h("pre", { tabindex: "0" }, this.code), this.form, this.result);
  }

  update(mayAnswer) {
    const { call } = this;
    this.name.textContent = call.name;
    if (this.#shown !== call.arguments) {
      this.#shown = call.arguments;
      fill(this.code, highlight(pretty(call.arguments), "json"));
    }
    const given = call.result !== undefined;
    this.form.hidden = given || !mayAnswer;
    this.result.hidden = !given;
    if (given) fill(this.result, h("p.label", {}, say("result")), h("pre", { tabindex: "0" }, call.result));
  }
}

/// Arguments that are cut off or no JSON stay as they are.
export function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
