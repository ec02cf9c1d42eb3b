// The lens of who asks: questions and answers; what the model thought is there, folded.

import { copyButton } from "./clipboard.js";
import { openCalls } from "./conversation.js";
import { h, fill, iconButton, icon } from "./dom.js";
import { GrowingText } from "./growing-text.js";
import { MarkdownView } from "./markdown.js";
import { AnswerNote } from "./notes.js";
import { ToolCard } from "./tool-card.js";
import { say, seconds } from "./words.js";

export class UserLens {
  constructor(actions) {
    this.actions = actions;
  }

  view(turn, index, conversation) {
    return turn.kind === "user" ? new QuestionView(turn, this.actions) : new AnswerView(turn, conversation, this.actions);
  }
}

/// What somebody asked; it can be edited, which asks anew from there.
export class QuestionView {
  constructor(turn, actions) {
    this.turn = turn;
    this.actions = actions;
    this.element = h("article.turn.question", { "aria-label": say("you") });
    this.#show();
  }

  update() {}

  #show() {
    fill(this.element,
      h("div.bubble", {}, this.turn.text),
      h("div.turn-actions", {},
        iconButton("edit", say("edit"), () => this.#edit()),
        copyButton(() => this.turn.text)));
  }

  #edit() {
    const field = h("textarea", { "aria-label": say("edit"), rows: Math.min(12, this.turn.text.split("\n").length + 1), value: this.turn.text });
    const cancel = () => { this.#show(); this.element.querySelector("button").focus(); };
    const form = h("form.edit", {
      onsubmit: event => { event.preventDefault(); if (field.value.trim()) this.actions.edit(this.turn, field.value); },
      onkeydown: event => { if (event.key === "Escape") cancel(); },
    }, field, h("div.row", {},
      h("button.quiet", { type: "button", onclick: cancel }, say("cancel")), h("button.strong", { type: "submit" }, say("askAgain"))));
    fill(this.element, form);
    field.focus();
  }
}

export class AnswerView {
  constructor(turn, conversation, actions) {
    Object.assign(this, { turn, conversation, actions });
    this.state = h("p.progress", {});
    this.thoughts = new GrowingText(h("div.thoughts", {}));
    this.summary = h("span", {});
    this.reasoning = h("details.reasoning", { hidden: true, ontoggle: () => this.update() }, h("summary", {}, icon("fold"), this.summary), this.thoughts.element);
    this.text = new MarkdownView();
    this.calls = h("div.calls", {});
    this.cards = [];
    this.note = new AnswerNote(turn, actions);
    this.tail = h("div.turn-actions", { hidden: true },
      copyButton(() => turn.text), iconButton("retry", say("retry"), () => actions.retry(turn)));
    this.element = h("article.turn.answer", { "aria-label": say("answer") },
      this.reasoning, this.state, this.text.element, this.calls, this.note.element, this.tail);
  }

  update() {
    const { turn } = this;
    const isLive = turn.status === "waiting" || turn.status === "running";
    this.element.setAttribute("aria-busy", isLive);
    this.#updateReasoning(isLive);
    this.state.textContent = isLive ? progressOf(turn) : "";
    this.state.hidden = !this.state.textContent;
    this.text.set(turn.text);
    const mayAnswer = openCalls(this.conversation).length > 0 && this.conversation.turns.at(-1) === turn;
    turn.calls.forEach((call, index) => {
      if (!this.cards[index]) {
        this.cards[index] = new ToolCard(call, () => this.actions.answerCall(turn));
        this.calls.append(this.cards[index].element);
      }
      this.cards[index].update(mayAnswer);
    });
    this.note.update();
    this.tail.hidden = isLive;
  }

  #updateReasoning(isLive) {
    const { turn } = this;
    this.reasoning.hidden = !turn.reasoning;
    if (!turn.reasoning) return;
    const thinks = isLive && !turn.text && turn.calls.length === 0;
    this.reasoning.classList.toggle("live", thinks);
    const span = (turn.times.answered || turn.times.last) - turn.times.first;
    this.summary.textContent = thinks ? say("thinking") : span < 50 ? say("thoughtBriefly") : say("thought", { time: seconds(span) });
    // Folded reasoning is not drawn.
    if (this.reasoning.open) this.thoughts.set(turn.reasoning);
  }
}

/// What is told while there is no token yet.
export function progressOf({ status, progress, reasoning, text, calls }) {
  if (text || reasoning || calls.length > 0) return "";
  if (progress?.queued > 0) return say("queued", { count: progress.queued });
  if (progress?.of > 0 && progress.read < progress.of) return say("reading", { read: progress.read, of: progress.of });
  return status === "waiting" ? say("asking") : say("thinking");
}
