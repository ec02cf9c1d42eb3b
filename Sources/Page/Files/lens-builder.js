// The lens of who builds: what the model is told, its channels, the request, the events and what they cost.

import { curlHeaders } from "./about.js";
import { speedOf } from "./answer.js";
import { recordings } from "./asking.js";
import { copyButton } from "./clipboard.js";
import { openCalls } from "./conversation.js";
import { h, fill, iconButton } from "./dom.js";
import { EventList } from "./event-list.js";
import { GrowingText } from "./growing-text.js";
import { QuestionView, progressOf } from "./lens-user.js";
import { AnswerNote } from "./notes.js";
import { renderConversation } from "./rendering.js";
import { root } from "./server.js";
import { ToolCard } from "./tool-card.js";
import { number, say, seconds } from "./words.js";

export class BuilderLens {
  #asked = 0;

  constructor(actions) {
    this.actions = actions;
    this.head = h("section.told", { "aria-label": say("toldTheModel") });
  }

  begin(conversation) {
    this.ended(null, conversation);
  }

  view(turn, index, conversation) {
    if (turn.kind === "user") return new QuestionView(turn, this.actions);
    return new BuilderAnswer(turn, conversation, this.actions);
  }

  /// Shows the system and developer messages of the next prompt.
  async ended(_, conversation) {
    this.#asked += 1;
    const mine = this.#asked;
    const title = [h("h2", {}, say("toldTheModel")), h("p.soft", {}, say("toldText"))];
    let blocks;
    try {
      const messages = await renderConversation(conversation, this.actions.model(), "inference");
      blocks = messages.filter(({ role }) => role === "system" || role === "developer").map(told);
    } catch (error) {
      blocks = [h("p.soft", {}, say("renderMissing", { reason: error.message }))];
    }
    if (mine !== this.#asked) return;
    fill(this.head, title, blocks);
    this.actions.grew();
  }
}

const told = ({ role, text, tokens }) =>
  h("details.channel", { dataset: { channel: role }, open: true },
    h("summary", {}, h("span.tag", {}, role), h("span.soft", {}, say("tokenCount", { count: number(tokens.length) }))),
    h("pre", { tabindex: "0" }, text.replace(/^<\|start\|>.*?<\|message\|>/s, "").replace(/<\|end\|>$/, "")));

class BuilderAnswer {
  constructor(turn, conversation, actions) {
    Object.assign(this, { turn, conversation, actions });
    this.figures = h("dl.figures", {});
    this.analysis = channel("analysis");
    this.final = channel("final");
    this.progress = h("p.progress", {});
    this.calls = h("div.calls", {});
    this.cards = [];
    this.note = new AnswerNote(turn, actions);
    this.curl = h("code", {});
    this.events = new EventList(() => recordings.get(turn.id) ?? []);
    this.eventCount = h("span.soft", {});
    this.facts = h("dl.facts", {});
    this.element = h("article.turn.answer.built", { "aria-label": say("answer") },
      this.figures, this.progress, this.analysis.element, this.final.element, this.calls, this.note.element,
      h("details.more", { ontoggle: () => this.#showRequest() }, h("summary", {}, say("requestAsCurl")),
        h("div.code-block", {}, h("div.code-bar", {}, h("span", {}, "sh"), copyButton(() => this.#curl())), h("pre", { tabindex: "0" }, this.curl))),
      h("details.more", { ontoggle: event => this.events.show(event.target.open) }, h("summary", {}, say("events"), " ", this.eventCount), this.events.element),
      h("details.more", {}, h("summary", {}, say("headers")), this.facts),
      h("div.turn-actions", {}, copyButton(() => turn.text), iconButton("retry", say("retry"), () => actions.retry(turn))));
  }

  update() {
    const { turn } = this;
    this.progress.textContent = turn.status === "waiting" ? progressOf(turn) : "";
    this.progress.hidden = !this.progress.textContent;
    this.analysis.set(turn.reasoning);
    // What is said before a call is a preamble, in the commentary channel.
    this.final.set(turn.text, turn.calls.length > 0 ? "commentary" : "final");
    const mayAnswer = openCalls(this.conversation).length > 0 && this.conversation.turns.at(-1) === turn;
    turn.calls.forEach((call, index) => {
      if (!this.cards[index]) {
        this.cards[index] = new ToolCard(call, () => this.actions.answerCall(turn));
        this.calls.append(this.cards[index].element);
      }
      this.cards[index].update(mayAnswer);
    });
    this.note.update();
    fill(this.figures, figuresOf(turn).map(([name, value, more]) =>
      h("div", {}, h("dt", {}, say(`figure.${name}`)), h("dd", {}, value, more && h("span.soft", {}, " ", more)))));
    fill(this.facts, factsOf(turn).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
    const count = recordings.get(turn.id)?.length;
    this.eventCount.textContent = count === undefined ? say("eventsGone") : number(count);
    this.events.update();
  }

  #showRequest() {
    this.curl.textContent = this.#curl();
  }

  #curl() {
    const body = JSON.stringify(this.turn.request, null, 2);
    return `curl -N ${root}v1/chat/completions \\\n  ${curlHeaders(this.actions.asksForKey())} \\\n  -d '${body.replaceAll("'", "'\\''")}'`;
  }
}

/// What the model said in one channel, as it said it.
function channel(name) {
  const tag = h("span.tag", {}, name);
  const text = new GrowingText(h("div.said", {}));
  const element = h("details.channel", { dataset: { channel: name }, open: true, hidden: true },
    h("summary", {}, tag), text.element);
  return {
    element,
    set(said, as = name) {
      element.hidden = !said;
      if (element.dataset.channel !== as) { element.dataset.channel = as; tag.textContent = as; }
      text.set(said);
    },
  };
}

function figuresOf(turn) {
  const { times, usage, facts, finish, effort, status } = turn;
  const speed = speedOf(turn);
  const figures = [
    ["first", times.first ? seconds(times.first - times.start) : "–"],
    ["speed", speed ? number(speed, speed < 100 ? 1 : 0) : "–"],
  ];
  if (usage) {
    const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
    figures.push(["prompt", number(usage.prompt_tokens), say("figure.cached", { count: number(cached) })]);
    const thought = usage.completion_tokens_details?.reasoning_tokens ?? 0;
    figures.push(["written", number(usage.completion_tokens), say("figure.reasoning", { count: number(thought) })]);
  } else {
    figures.push(["prompt", turn.promptTokens ? number(turn.promptTokens.length) : "–"], ["written", number(turn.tokens.length)]);
  }
  figures.push(["effort", effort === facts.effort || !facts.effort ? effort : `${effort} → ${facts.effort}`]);
  figures.push(["finish", finish ?? (status === "running" || status === "waiting" ? "…" : status)]);
  if (times.last) figures.push(["time", seconds(times.last - times.start)]);
  return figures;
}

const factsOf = ({ facts }) => [
  ["model", facts.model], ["system_fingerprint", facts.fingerprint], ["x-request-id", facts.requestID],
  ["chorale-reasoning-effort", facts.effort], ["chorale-reasoning-effort-reason", facts.reason],
  ["chorale-warning", facts.warning], ["chorale-repairs", facts.repairs],
].filter(([, value]) => value);
