// Markdown as models write it, to DOM nodes. While a text grows only its last block is made anew.

import { copyButton } from "./clipboard.js";
import { h, fill } from "./dom.js";
import { highlight } from "./highlight.js";
import { inline } from "./markdown-inline.js";

const fence = /^( {0,3})(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/;
const bullet = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const rule = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const divider = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/// An element that shows a Markdown text; `set` may be called with every longer beginning of it.
export class MarkdownView {
  #text = "";
  #blocks = [];
  /// Where in the text each block begins.
  #starts = [];

  constructor() {
    this.element = h("div.markdown");
  }

  set(text) {
    if (text === this.#text) return;
    // All blocks but the last are as they will stay.
    const settled = text.startsWith(this.#text) ? this.#blocks.slice(0, -1) : [];
    const from = settled.length > 0 ? this.#starts[settled.length] : 0;
    const { blocks: added, starts } = splitBlocks(text.slice(from));
    const blocks = [...settled, ...added];
    this.#starts = [...this.#starts.slice(0, settled.length), ...starts.map(start => from + start)];
    this.#text = text;
    let same = settled.length;
    while (same < blocks.length && this.#blocks[same] === blocks[same]) same += 1;
    while (this.element.childNodes.length > same) {
      const node = this.element.lastChild;
      // A long block of code that goes on keeps its element: its new end is all that changes.
      if (this.element.childNodes.length === same + 1 && same === blocks.length - 1 && growsCode(node, this.#blocks[same], blocks[same])) break;
      node.remove();
    }
    for (const block of blocks.slice(this.element.childNodes.length)) this.element.append(renderBlock(block));
    this.#blocks = blocks;
  }
}

export function markdown(text) {
  const view = new MarkdownView();
  view.set(text);
  return view.element;
}

function growsCode(element, before, now) {
  const growing = element.growing;
  if (!growing || !now.startsWith(before) || isClosed(now)) return false;
  growing.appendData(now.slice(before.length));
  return true;
}

/// The blocks of a text as their sources, and where they begin. What a block is depends on nothing before it.
function splitBlocks(text) {
  const blocks = [];
  const starts = [];
  let lines = [];
  let open = null;
  let at = 0;
  const begin = line => {
    if (lines.length === 0) starts.push(at);
    lines.push(line);
  };
  const end = () => {
    if (lines.length > 0) blocks.push(lines.join("\n"));
    lines = [];
  };
  const take = line => {
    if (open) {
      begin(line);
      if (line.trim().startsWith(open) && line.trim().replaceAll(open[0], "") === "") { open = null; end(); }
      return;
    }
    const mark = line.match(fence)?.[2];
    const inList = lines.length > 0 && bullet.test(lines[0]);
    const isIndented = /^\s/.test(line);
    const isBullet = bullet.test(line);
    if (mark && !(inList && isIndented)) {
      end();
      open = mark;
      begin(line);
    } else if (line.trim() === "") {
      if (inList) begin(line);
      else end();
    } else if (inList && !isIndented && (isBullet ? isOrdered(line) !== isOrdered(lines[0]) : lines.at(-1).trim() === "")) {
      end();
      begin(line);
    } else if (heading.test(line) || (rule.test(line) && !inList)) {
      end();
      begin(line);
      end();
    } else {
      // A paragraph is not broken by a line that begins with a number, unless that is 1.
      if (!inList && isBullet && lines.length > 0 && (!isOrdered(line) || /^\s*1[.)]/.test(line))) end();
      begin(line);
    }
  };
  for (const line of text.split("\n")) {
    take(line);
    at += line.length + 1;
  }
  end();
  return { blocks, starts };
}

const isOrdered = line => /^\s*\d/.test(line);

const isClosed = source => {
  const lines = source.split("\n");
  const mark = lines[0].match(fence)?.[2];
  return lines.length > 1 && mark !== undefined && lines.at(-1).trim().startsWith(mark);
};

function renderBlock(source) {
  const lines = source.split("\n");
  const match = lines[0].match(fence);
  if (match) return codeBlock(source, lines, match[3]);
  if (rule.test(source)) return h("hr");
  const title = source.match(heading);
  if (title) return h(`h${Math.min(6, title[1].length + 2)}`, {}, inline(title[2]));
  if (bullet.test(lines[0])) return list(lines);
  if (/^ {0,3}>/.test(lines[0])) return h("blockquote", {}, markdown(lines.map(line => line.replace(/^ {0,3}> ?/, "")).join("\n")));
  if (lines.length > 1 && lines[0].includes("|") && divider.test(lines[1])) return table(lines);
  return h("p", {}, inline(source));
}

function codeBlock(source, lines, language) {
  const closed = isClosed(source);
  const text = lines.slice(1, closed ? -1 : undefined).join("\n");
  const code = h("code", {});
  const block = h("div.code-block", {},
    h("div.code-bar", {}, h("span", {}, language || "text"), copyButton(() => code.textContent)), h("pre", { tabindex: "0" }, code));
  if (closed) {
    fill(code, highlight(text, language));
  } else if (lines.length > 1) {
    block.growing = document.createTextNode(text);
    code.append(block.growing);
  }
  return block;
}

function list(lines) {
  const [, indent, mark] = lines[0].match(bullet);
  const items = [];
  for (const line of lines) {
    const match = line.match(bullet);
    if (match && match[1].length <= indent.length + 1) items.push([match[3]]);
    else items.at(-1).push(line.replace(/^(\t| {1,4})/, ""));
  }
  const element = h(isOrdered(lines[0]) ? "ol" : "ul", isOrdered(lines[0]) ? { start: parseInt(mark, 10) } : {});
  for (const item of items) {
    const task = item[0].match(/^\[([ xX])\] (.*)$/);
    if (task) item[0] = task[2];
    const content = markdown(item.join("\n").trimEnd());
    const only = content.childNodes.length > 0 && content.firstChild.tagName === "P";
    if (only) content.firstChild.replaceWith(...content.firstChild.childNodes);
    element.append(h("li", {}, task && h("input", { type: "checkbox", disabled: true, checked: task[1] !== " " }), ...content.childNodes));
  }
  return element;
}

function table(lines) {
  const cells = line => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll("\\|", "|"));
  const sides = cells(lines[1]).map(cell => (/^:-+:$/.test(cell) ? "center" : /-:$/.test(cell) ? "right" : null));
  const row = (line, tag) => h("tr", {}, cells(line).map((cell, index) => h(tag, sides[index] ? { class: sides[index] } : {}, inline(cell))));
  return h("div.table", { tabindex: "0" },
    h("table", {}, h("thead", {}, row(lines[0], "th")), h("tbody", {}, lines.slice(2).map(line => row(line, "td")))));
}
