// Colours for code of any of the usual languages: comments, strings, numbers and words that most of them keep for themselves.

import { h } from "./dom.js";

const words = new Set((
  "abstract actor and as assert async await bool boolean break case catch char class const continue def default defer del delete do double "
  + "elif else end enum except export extends extension false final finally float fn for from func function global go guard if impl implements import "
  + "in init inout int interface is lambda let long loop match mod module mut namespace new nil none nonlocal not null of or override package "
  + "pass private protocol protected pub public raise return select self static string struct super switch then this throw throws trait true try "
  + "type typealias typeof undefined union unsafe use using var void where while with yield None True False"
).split(" "));
const hashComments = /^(py|python|rb|ruby|sh|bash|zsh|shell|console|yaml|yml|toml|r|perl|make|makefile|dockerfile|nginx|elixir)$/i;
const plain = /^(text|txt|markdown|md|plain|plaintext|)$/i;

/// The nodes of a piece of code. Very long code and text without a language stay plain.
export function highlight(code, language) {
  if (plain.test(language) || code.length > 60_000) return [code];
  const comment = hashComments.test(language) ? "#.*" : /^(sql|lua|haskell|hs)$/i.test(language) ? "--.*" : "\\/\\/.*|\\/\\*[\\s\\S]*?\\*\\/";
  const pattern = new RegExp(
    `(${comment})|("""[\\s\\S]*?"""|"(?:\\\\.|[^"\\\\\\n])*"|'(?:\\\\.|[^'\\\\\\n])*'|\`(?:\\\\.|[^\`\\\\])*\`)`
      + "|\\b(\\d[\\d_.]*(?:[eE][+-]?\\d+)?|0x[\\da-fA-F_]+)\\b|([A-Za-z_]\\w*)", "g");
  const nodes = [];
  let at = 0;
  for (const match of code.matchAll(pattern)) {
    const kind = match[1] ? "comment" : match[2] ? "string" : match[3] ? "number" : words.has(match[4]) ? "keyword" : null;
    if (!kind) continue;
    nodes.push(code.slice(at, match.index), h(`span.${kind}`, {}, match[0]));
    at = match.index + match[0].length;
  }
  nodes.push(code.slice(at));
  return nodes;
}
