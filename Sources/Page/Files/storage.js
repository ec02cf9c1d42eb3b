// Conversations in the browser's own database; nothing is kept anywhere else. Without one (private windows) they last as long as the page.

import { packTokens, unpackTokens } from "./token-columns.js";

let opened = null;
const unsaved = new Map();

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("chorale", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("conversations", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }).catch(() => null);
  return opened;
}

async function run(mode, action) {
  const store = (await database())?.transaction("conversations", mode).objectStore("conversations");
  if (!store) return undefined;
  return new Promise((resolve, reject) => {
    const request = action(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/// Answers that have ended are packed once.
const packed = new WeakMap();

function pack(turn) {
  if (turn.kind !== "answer" || turn.packed) return turn;
  if (!packed.has(turn.tokens)) packed.set(turn.tokens, packTokens(turn.tokens));
  return { ...turn, tokens: [], packed: packed.get(turn.tokens) };
}

/// Gives the answers of a conversation their tokens, which are left packed until somebody opens it.
export function unpack(conversation) {
  for (const turn of conversation.turns) {
    if (!turn.packed) continue;
    turn.tokens = unpackTokens(turn.packed);
    packed.set(turn.tokens, turn.packed);
    delete turn.packed;
  }
  return conversation;
}

/// Every conversation, the one that changed last first; see `unpack`.
export async function loadConversations() {
  const kept = (await run("readonly", store => store.getAll())) ?? [...unsaved.values()];
  return kept.sort((a, b) => b.changed - a.changed);
}

export async function keep(conversation) {
  if (!(await database())) unsaved.set(conversation.id, conversation);
  const { turns } = conversation;
  await run("readwrite", store => store.put({ ...conversation, turns: turns.map(pack) }));
}

export async function forget(id) {
  unsaved.delete(id);
  await run("readwrite", store => store.delete(id));
}

/// Conversations as a JSON document that `readExport` takes back.
export function writeExport(conversations) {
  const write = (_, value) => (value instanceof Uint8Array ? { base64: toBase64(value) } : value);
  return JSON.stringify({ format: "chorale-conversations", version: 1, conversations: conversations.map(unpack) }, write, 1);
}

/// Throws a SyntaxError where the text is none of ours.
export function readExport(text) {
  const read = (_, value) => (typeof value?.base64 === "string" ? fromBase64(value.base64) : value);
  const document = JSON.parse(text, read);
  if (document?.format !== "chorale-conversations" || !Array.isArray(document.conversations)) throw new SyntaxError("format");
  for (const { id, turns, settings } of document.conversations) {
    if (typeof id !== "string" || !Array.isArray(turns) || typeof settings !== "object") throw new SyntaxError("conversation");
  }
  return document.conversations;
}

function toBase64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}

const fromBase64 = text => Uint8Array.from(atob(text), character => character.charCodeAt(0));

/// Hands a text to the reader as a file.
export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
