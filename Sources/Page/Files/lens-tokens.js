// The lens of who trains: every token of the conversation, in the bands of its messages, with what was measured when it was written.

import { h, fill } from "./dom.js";
import { renderConversation } from "./rendering.js";
import { bandsOf, messagesWithin } from "./token-bands.js";
import { TokenFlow } from "./token-flow.js";
import { TokenInspector } from "./token-inspector.js";
import { number, say } from "./words.js";

const colours = ["probability", "pieces", "loss"];
let colour = "probability";

export class TokenLens {
  #tokens = [];
  #flows = [];
  #selected = null;
  #live = null;
  #asked = 0;
  #answers = [];

  constructor(actions) {
    this.actions = actions;
    this.inspector = new TokenInspector(() => this.#select(null));
    this.bands = h("div.bands", {
      role: "listbox", tabindex: "0", "aria-label": say("tokens"), dataset: { colour },
      onclick: event => { const token = event.target.closest("[data-index]"); if (token) this.#select(Number(token.dataset.index)); },
      onkeydown: event => this.#key(event),
    });
    this.legend = h("div.legend", {});
    this.message = h("p.soft", {});
    this.head = h("div.token-lens", {},
      h("div.token-bar", {}, h("fieldset.switch.small", { onchange: event => this.#colourBy(event.target.value) },
        h("legend.offscreen", {}, say("colourBy")),
        colours.map(name => h("label", {}, h("input.offscreen", { type: "radio", name: "colour", value: name, checked: name === colour }), h("span", {}, say(`colour.${name}`))))),
      this.legend),
      h("div.token-main", {}, this.message, this.bands), this.inspector.element);
    this.#colourBy(colour);
  }

  begin(conversation) {
    this.#answers = conversation.turns.filter(turn => turn.kind === "answer");
    this.ended(null, conversation);
  }

  /// All turns are drawn in the head; a running answer is followed there.
  view(turn) {
    return { element: h("div", { hidden: true }), update: () => this.#follow(turn) };
  }

  async ended(_, conversation) {
    this.#asked += 1;
    const mine = this.#asked;
    this.#answers = conversation.turns.filter(turn => turn.kind === "answer");
    if (conversation.turns.length === 0) {
      this.#show([], say("tokens.none"));
      return;
    }
    try {
      const rendered = await renderConversation(conversation, this.actions.model(), "training");
      if (mine === this.#asked) this.#show(bandsOf(rendered, conversation.turns), "");
    } catch (error) {
      const written = this.#answers.flatMap(messagesWithin).map(message => ({ role: "assistant", ...message, isGenerated: true }));
      if (mine === this.#asked) this.#show(written, say("renderMissing", { reason: error.message }));
    }
    // What began while the server rendered is no part of that.
    this.#answers.forEach(answer => this.#follow(answer));
    this.actions.grew();
  }

  #show(bands, message) {
    this.#tokens = bands.flatMap(band => band.tokens.map(token => ({ ...token, role: band.role, channel: band.channel })));
    this.#flows = [];
    this.#live = null;
    this.message.textContent = message;
    this.message.hidden = !message;
    let first = 0;
    fill(this.bands, bands.map(band => {
      const flow = new TokenFlow(band.tokens, first);
      first += band.tokens.length;
      this.#flows.push(flow);
      return bandElement(band, flow);
    }));
    this.#select(null);
    this.inspector.showConversation(this.#answers);
  }

  /// Appends what a running answer has written since.
  #follow(turn) {
    if (turn.kind !== "answer" || (turn.status !== "running" && turn.status !== "waiting")) return;
    if (this.#live?.turn !== turn) {
      const flow = new TokenFlow([], this.#tokens.length);
      this.#flows.push(flow);
      const element = bandElement({ role: "assistant", channel: null, tokens: [], isLive: true }, flow);
      this.bands.append(element);
      this.#live = { turn, flow, element, count: 0 };
    }
    const more = turn.tokens.slice(this.#live.count);
    if (more.length === 0) return;
    this.#live.count = turn.tokens.length;
    const known = more.map((token, index) => ({ ...token, role: "assistant", loss: true, answer: turn, at: this.#live.count - more.length + index }));
    this.#tokens.push(...known);
    this.#live.flow.append(known);
    this.#live.element.dataset.channel = more.at(-1).channel ?? "";
  }

  #colourBy(name) {
    colour = name;
    this.bands.dataset.colour = name;
    const parts = {
      probability: [h("span.soft", {}, say("legend.sure")), [0, 1, 2, 3, 4].map(level => h(`i.q${level}`, {})), h("span.soft", {}, say("legend.unsure"))],
      loss: [h("i.counts", {}), h("span.soft", {}, say("legend.in")), h("i", {}), h("span.soft", {}, say("legend.out"))],
      pieces: [],
    };
    this.legend.dataset.colour = name;
    fill(this.legend, parts[name]);
  }

  #piece(index) {
    return this.#flows.findLast(flow => flow.first <= index)?.piece(index) ?? null;
  }

  #select(index) {
    if (this.#selected !== null) this.#piece(this.#selected)?.setAttribute("aria-selected", "false");
    this.#selected = index;
    if (index === null) {
      this.bands.removeAttribute("aria-activedescendant");
      this.inspector.showNone();
      return;
    }
    const piece = this.#piece(index);
    piece?.setAttribute("aria-selected", "true");
    piece?.scrollIntoView({ block: "nearest" });
    this.bands.setAttribute("aria-activedescendant", `token-${index}`);
    this.inspector.show(this.#tokens[index], index);
  }

  #key(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10, Home: -Infinity, End: Infinity };
    if (event.key === "Escape" && this.#selected !== null) {
      event.stopPropagation();
      this.#select(null);
      return;
    }
    if (!(event.key in steps) || this.#tokens.length === 0 || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const to = (this.#selected ?? (steps[event.key] > 0 ? -1 : 0)) + steps[event.key];
    this.#select(Math.max(0, Math.min(this.#tokens.length - 1, to)));
  }
}

function bandElement({ role, name, channel, recipient, tokens, isGenerated, differs, isLive }, flow) {
  const counted = tokens.filter(token => token.loss).length;
  const title = [role, name, channel, recipient && `→ ${recipient}`].filter(Boolean).join(" · ");
  const notes = isLive ? [say("tokens.live")] : [
    tokens.length === 1 ? say("oneToken") : say("tokenCount", { count: number(tokens.length) }),
    counted > 0 && say("tokens.loss", { count: number(counted) }),
    role === "assistant" && isGenerated && say(differs ? "tokens.rendered" : "tokens.generated"),
    role === "assistant" && !isGenerated && say("tokens.unrecorded"),
  ];
  return h("div.band", { role: "group", "aria-label": title, dataset: { channel: channel ?? "", role } },
    h("div.band-head", { "aria-hidden": "true" }, h("span.tag", {}, title), h("span.soft", {}, notes.filter(Boolean).join(" · "))), flow.element);
}
