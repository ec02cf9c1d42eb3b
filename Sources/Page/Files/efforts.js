// One question, asked at three efforts one behind the other, so that none slows another down.

import { speedOf } from "./answer.js";
import { askFor } from "./asking.js";
import { newConversation } from "./conversation.js";
import { h, fill, paced } from "./dom.js";
import { MarkdownView } from "./markdown.js";
import { number, say, seconds } from "./words.js";

const compared = ["low", "medium", "high"];

export class EffortComparison {
  #controller = null;
  #columns = [];

  constructor(model) {
    this.model = model;
    this.element = h("section.comparison", {});
    this.field = h("input", { value: say("suggestion.1") });
    this.board = h("div.columns", {});
  }

  translate() {
    this.button = h("button.strong", { type: "submit" }, say("compareRun"));
    this.field.setAttribute("aria-label", say("question"));
    this.element.setAttribute("aria-label", say("compare"));
    fill(this.element,
      h("h2", {}, say("compare")), h("p.soft", {}, say("compareLead")),
      h("form.row", { onsubmit: event => { event.preventDefault(); this.#toggle(); } }, this.field, this.button), this.board);
  }

  #toggle() {
    if (this.#controller) this.#controller.abort();
    else if (this.field.value.trim()) this.#run(this.field.value.trim());
  }

  async #run(question) {
    const controller = new AbortController();
    this.#controller = controller;
    this.button.textContent = say("stop");
    this.#columns = compared.map(effort => new Column(effort));
    fill(this.board, this.#columns.map(column => column.element));
    for (const column of this.#columns) {
      const conversation = newConversation({ effort: column.effort, records: false });
      conversation.turns.push({ kind: "user", id: "question", text: question });
      column.answer = await askFor(conversation, this.model() ?? "", controller.signal, answer => {
        column.answer = answer;
        this.#draw();
      });
      this.#draw();
      if (controller.signal.aborted || column.answer.error) break;
    }
    this.#controller = null;
    this.button.textContent = say("compareRun");
  }

  #draw = paced(() => {
    const answers = this.#columns.map(column => column.answer);
    const most = {
      tokens: Math.max(1, ...answers.map(answer => tokensOf(answer))), time: Math.max(1, ...answers.map(answer => timeOf(answer))),
    };
    for (const column of this.#columns) column.update(most);
  });
}

const tokensOf = answer => answer?.usage?.completion_tokens ?? 0;
const timeOf = answer => (answer?.times.last ? answer.times.last - answer.times.start : 0);

class Column {
  answer = null;

  constructor(effort) {
    this.effort = effort;
    this.figures = h("div.column-figures", {});
    this.text = new MarkdownView();
    this.thoughts = h("p.soft.column-thoughts", {});
    this.element = h("article.card.column", { "aria-label": say(`effort.${effort}`) },
      h("h3", {}, say(`effort.${effort}`)), this.figures, this.text.element, this.thoughts);
  }

  update(most) {
    const { answer } = this;
    if (!answer) return;
    const bar = (value, of) => h("span.bar-space", {}, h("span.probability-bar", { style: { width: `${(value / of) * 100}%` } }));
    const thought = answer.usage?.completion_tokens_details?.reasoning_tokens;
    const speed = speedOf(answer);
    fill(this.figures,
      h("p", {}, h("strong", {}, answer.usage ? number(tokensOf(answer)) : "…"), " ", say("compareTokens"),
        thought !== undefined && h("span.soft", {}, ` · ${say("compareReasoning", { count: number(thought) })}`)),
      bar(tokensOf(answer), most.tokens),
      h("p", {}, h("strong", {}, timeOf(answer) ? seconds(timeOf(answer)) : "…"), speed && h("span.soft", {}, ` · ${number(speed)} ${say("figure.speed").toLowerCase()}`)),
      bar(timeOf(answer), most.time));
    this.text.set(answer.text);
    this.thoughts.textContent = answer.error ? answer.error.message || say("lost") : answer.text ? "" : answer.reasoning.slice(-160);
  }
}
