// Marks within a line of Markdown: code, emphasis, links. Everything else is text.

import { h } from "./dom.js";

const marks = [
  { begins: /(`+)([\s\S]*?[^`])\1(?!`)/y, make: match => h("code", {}, match[2].replace(/^ (.+) $/, "$1")) },
  { begins: /\\([\\`*_{}[\]()#+\-.!|~<>])/y, make: match => match[1] },
  { begins: /\*\*(?=\S)([\s\S]*?\S)\*\*(?!\*)/y, make: match => h("strong", {}, inline(match[1])) },
  { begins: /__(?=\S)([\s\S]*?\S)__(?!\w)/y, word: true, make: match => h("strong", {}, inline(match[1])) },
  { begins: /\*(?=[^\s*])((?:[^*]|\*\*[^*]*\*\*)*?[^\s*])\*(?!\*)/y, make: match => h("em", {}, inline(match[1])) },
  { begins: /_(?=[^\s_])([^_]*?[^\s_])_(?!\w)/y, word: true, make: match => h("em", {}, inline(match[1])) },
  { begins: /~~(?=\S)([\s\S]*?\S)~~/y, make: match => h("del", {}, inline(match[1])) },
  { begins: /!?\[([^[\]]*)\]\(<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)?)>?(?:\s+"[^"]*")?\)/y, make: match => link(match[2], inline(match[1]), match[0]) },
  { begins: /<((?:https?:\/\/|mailto:)[^\s<>]+)>/y, make: match => link(match[1], match[1], match[0]) },
  { begins: /https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}*_~]/y, word: true, make: match => link(match[0], match[0], match[0]) },
  { begins: /<br ?\/?>/y, make: () => h("br") },
  { begins: / {2,}\n|\\\n/y, make: () => h("br") },
];

const special = /[`\\*_~![<h \n]/;

/// The nodes of a text: strings and elements. A paragraph as long as a book is left as it is.
export function inline(text) {
  if (text.length > 50_000) return [text];
  const nodes = [];
  let plain = "";
  let at = 0;
  outer: while (at < text.length) {
    if (special.test(text[at])) {
      for (const { begins, make, word } of marks) {
        if (word && /\w/.test(text[at - 1] ?? "")) continue;
        begins.lastIndex = at;
        const match = begins.exec(text);
        if (!match) continue;
        if (plain) nodes.push(plain);
        plain = "";
        nodes.push(make(match));
        at += match[0].length;
        continue outer;
      }
    }
    plain += text[at];
    at += 1;
  }
  if (plain) nodes.push(plain);
  return nodes;
}

/// Only addresses that load nothing and run nothing by themselves; others stay as they were written.
function link(address, content, source) {
  return /^(https?:\/\/|mailto:)/i.test(address)
    ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, content)
    : source;
}
