// What is known of one token: where it stands, how likely it was, what else might have been, and where it went.

import { expertsOf } from "./answer.js";
import { h, fill, iconButton } from "./dom.js";
import { ExpertMap } from "./experts.js";
import { isSpecial, pieces } from "./rendering.js";
import { number, say } from "./words.js";

export class TokenInspector {
  constructor(closed) {
    this.experts = new ExpertMap();
    this.token = h("div.inspected", {});
    this.element = h("aside.inspector", { "aria-label": say("token"), "aria-live": "polite" },
      iconButton("close", say("close.inspector"), closed, { class: "icon-button close-inspector" }), this.token, this.experts.element);
    this.showNone();
  }

  /// The routing of all answers is the ground on which a token is shown.
  showConversation(answers) {
    this.experts.setAnswers(answers.filter(answer => answer.routing));
  }

  showNone() {
    this.element.classList.remove("open");
    fill(this.token, h("p.soft", {}, say("pickToken")));
    this.experts.select(null);
  }

  show(token, position) {
    const text = token.text ?? pieces.get(token.id) ?? "";
    const facts = [
      [say("tokenID"), token.id], [say("position"), number(position)], [say("role"), token.role], [say("channel"), token.channel],
      [say("bytes"), bytesOf(token, text)], [say("loss"), say(token.loss ? "loss.in" : "loss.out")],
    ];
    this.element.classList.add("open");
    fill(this.token,
      h("p.big-piece", { class: isSpecial(text) ? "big-piece special" : "big-piece" }, visible(text)),
      h("dl", {}, facts.filter(([, value]) => value !== undefined && value !== null && value !== "").map(([name, value]) => h("div", { class: name === say("bytes") ? "long" : null }, h("dt", {}, name), h("dd", {}, String(value))))),
      probabilityOf(token, text));
    this.experts.select(token.answer?.routing ? { routing: token.answer.routing, experts: expertsOf(token.answer.routing, token.at) } : null);
  }
}

function probabilityOf(token, text) {
  if (token.logprob === undefined || token.logprob === null) return h("p.soft", {}, say("noProbability"));
  const others = token.top.filter(other => other.text !== text);
  const row = (said, logprob, isChosen) => {
    const share = Math.exp(logprob);
    return h("li", { class: isChosen ? "chosen" : null },
      h("code", {}, visible(said)), h("span.bar-space", {}, h("span.probability-bar", { style: { width: `${Math.max(0.5, share * 100)}%` } })),
      h("span.percent", {}, percent(share)));
  };
  return [
    h("h3", {}, say("alternatives")),
    h("ol.alternatives", {}, [{ text, logprob: token.logprob, chosen: true }, ...others].sort((a, b) => b.logprob - a.logprob)
      .map(each => row(each.text, each.logprob, each.chosen))),
  ];
}

const percent = share => (share < 1e-6 ? "< 0.0001 %" : `${number(share * 100, share > 0.1 ? 1 : share > 0.0005 ? 2 : 4)} %`);

const bytesOf = (token, text) => (token.bytes ?? (text.length <= 12 ? Array.from(new TextEncoder().encode(text)) : []))
  .map(byte => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");

/// Spaces and line ends as signs.
export const visible = text => text.replaceAll(" ", "␣").replaceAll("\n", "⏎").replaceAll("\t", "⇥");
