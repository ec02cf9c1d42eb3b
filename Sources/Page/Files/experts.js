// Where tokens went in a mixture of experts: a row a layer, a column an expert, the darker the more tokens it had.

import { h, fill } from "./dom.js";
import { number, say } from "./words.js";

export class ExpertMap {
  #answers = [];
  #counts = null;
  #selected = null;

  constructor() {
    this.canvas = h("canvas", { role: "img", tabindex: "0", onpointermove: event => this.#point(event), onpointerleave: () => this.#tell("") });
    this.caption = h("p.soft", {});
    this.pointed = h("p.soft.pointed", {});
    this.list = h("details.more", {}, h("summary", {}, say("expertsOf")));
    this.element = h("figure.experts", { hidden: true }, h("h3", {}, say("experts")), this.canvas, this.pointed, this.caption, this.list);
    new ResizeObserver(() => this.#draw()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
  }

  setAnswers(answers) {
    this.#answers = answers;
    this.element.hidden = answers.length === 0;
    this.#counts = answers.length > 0 ? count(answers.map(answer => answer.routing)) : null;
    this.caption.textContent = this.#counts ? `${say("expertsAll", { count: number(this.#counts.tokens) })}. ${say("expertsText")}` : "";
    this.select(null);
  }

  /// `{ routing, experts }`, experts a list for each layer.
  select(selected) {
    this.#selected = selected;
    const rows = selected?.experts;
    this.list.hidden = !rows;
    if (rows) {
      fill(this.list, h("summary", {}, say("expertsOf")),
        h("ol", {}, rows.map((experts, layer) => h("li", {}, say("layer", { layer, experts: experts.join(", ") })))));
    }
    this.canvas.setAttribute("aria-label", rows
      ? rows.map((experts, layer) => say("layer", { layer, experts: experts.join(", ") })).join("; ")
      : this.caption.textContent);
    this.#draw();
  }

  #draw() {
    const counts = this.#counts;
    const width = this.canvas.clientWidth;
    if (!counts || width === 0) return;
    const cell = width / counts.experts;
    const row = Math.max(7, Math.min(cell, 16));
    const scale = devicePixelRatio || 1;
    this.canvas.style.height = `${row * counts.layers}px`;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(row * counts.layers * scale);
    const context = this.canvas.getContext("2d");
    context.scale(scale, scale);
    const style = getComputedStyle(this.canvas);
    const gap = cell > 6 ? 1 : 0.5;
    context.fillStyle = style.color;
    for (let layer = 0; layer < counts.layers; layer += 1) {
      for (let expert = 0; expert < counts.experts; expert += 1) {
        context.globalAlpha = 0.06 + (0.94 * (counts.of[layer * counts.experts + expert] - counts.least)) / (counts.most - counts.least || 1);
        context.fillRect(expert * cell, layer * row, cell - gap, row - gap);
      }
    }
    context.globalAlpha = 1;
    context.strokeStyle = style.outlineColor;
    context.lineWidth = 2;
    this.#selected?.experts?.forEach((experts, layer) => {
      for (const expert of experts) context.strokeRect(expert * cell + 0.5, layer * row + 0.5, cell - gap - 1, row - gap - 1);
    });
  }

  #point(event) {
    const { layers, experts, of, tokens } = this.#counts;
    const layer = Math.min(layers - 1, Math.floor((event.offsetY / this.canvas.clientHeight) * layers));
    const expert = Math.min(experts - 1, Math.floor((event.offsetX / this.canvas.clientWidth) * experts));
    if (layer < 0 || expert < 0) return;
    const share = of[layer * experts + expert] / tokens;
    this.#tell(`${say("layer", { layer, experts: expert })} · ${number(share * 100, 1)} %`);
  }

  #tell(text) {
    this.pointed.textContent = text || "\u00A0";
  }
}

/// How many tokens each expert of each layer had, in all answers of one model; the fewest and the most of them are the ends of the shades.
function count(routings) {
  const { layers, experts, perToken } = routings.at(-1);
  const of = new Uint32Array(layers * experts);
  let tokens = 0;
  for (const routing of routings) {
    if (routing.layers !== layers || routing.experts !== experts || routing.perToken !== perToken) continue;
    const width = layers * perToken;
    for (let start = 0; start + width <= routing.chosen.length; start += width) {
      if (routing.chosen[start] === 255) continue;
      tokens += 1;
      for (let place = 0; place < width; place += 1) of[Math.floor(place / perToken) * experts + routing.chosen[start + place]] += 1;
    }
  }
  return { layers, experts, of, tokens, most: Math.max(1, ...of), least: Math.min(...of) };
}
