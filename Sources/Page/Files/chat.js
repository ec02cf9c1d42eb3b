// The chat: which conversation is open, what its reader does, and who is told when it changes.

import { askFor } from "./asking.js";
import { newConversation, newID, openCalls, readTools, titleOf } from "./conversation.js";
import { download, forget, keep, loadConversations, readExport, unpack, writeExport } from "./storage.js";
import { say } from "./words.js";

export class Chat {
  conversations = [];
  current = null;
  model = null;
  /// Running requests by conversation.
  #running = new Map();
  #settings = JSON.parse(localStorage.getItem("chorale.settings") ?? "{}");

  /// `screen` has `show()`, `list()`, `turnChanged(turn)`, `runningChanged()`, `announce(text)` and `refuse(text)`.
  constructor(screen) {
    this.screen = screen;
    this.current = newConversation(this.#settings);
  }

  async load() {
    this.conversations = (await loadConversations()).map(settle);
    this.screen.list();
  }

  get isRunning() { return this.#running.has(this.current.id); }

  create() {
    if (this.current.turns.length > 0 || this.current.title) this.current = newConversation(this.#settings);
    this.screen.show();
  }

  select(id) {
    this.current = unpack(this.conversations.find(each => each.id === id) ?? this.current);
    this.screen.show();
  }

  rename(id, title) {
    const conversation = this.conversations.find(each => each.id === id);
    conversation.title = title;
    keep(conversation);
    this.screen.list();
  }

  async remove(id) {
    this.#running.get(id)?.abort();
    this.conversations = this.conversations.filter(each => each.id !== id);
    if (this.current.id === id) this.current = newConversation(this.#settings);
    this.screen.show();
    await forget(id);
  }

  exportOne = id => {
    const conversation = this.conversations.find(each => each.id === id);
    const name = titleOf(conversation).replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40) || "conversation";
    download(`${name}.json`, writeExport([conversation]));
  };

  exportAll = () => download("chorale-conversations.json", writeExport(this.conversations));

  importFile = async file => {
    let imported;
    try {
      imported = readExport(await file.text());
    } catch {
      this.screen.refuse(say("importRefused", { file: file.name }));
      return;
    }
    for (const conversation of imported.map(settle)) {
      this.conversations = [conversation, ...this.conversations.filter(each => each.id !== conversation.id)];
      await keep(conversation);
    }
    if (imported.length > 0) this.select(imported[0].id);
  };

  /// Settings are the open conversation's, and those of the next.
  set(settings) {
    Object.assign(this.current.settings, settings);
    this.#settings = { ...this.current.settings, instructions: "", tools: "" };
    localStorage.setItem("chorale.settings", JSON.stringify(this.#settings));
    if (this.current.turns.length > 0) keep(this.current);
  }

  /// Asks a question; false where it cannot be asked.
  send(text) {
    if (this.isRunning) return false;
    if (openCalls(this.current).length > 0) {
      this.screen.refuse(say("answerCallsFirst"));
      return false;
    }
    this.current.turns.push({ kind: "user", id: newID(), text: text.trim() });
    this.#ask();
    return true;
  }

  stop = () => this.#running.get(this.current.id)?.abort();

  /// Makes an answer once more, and leaves out what came behind it.
  retry = answer => this.#cut(this.current.turns.indexOf(answer));

  edit = (question, text) => {
    question.text = text.trim();
    this.#cut(this.current.turns.indexOf(question) + 1);
  };

  /// A call has its result: when all have, the model goes on.
  answerCall = answer => {
    if (answer.calls.every(call => call.result !== undefined)) this.#ask();
    else this.screen.turnChanged(answer);
  };

  #cut(length) {
    this.stop();
    this.current.turns.length = Math.max(0, length);
    this.#ask();
  }

  async #ask() {
    const conversation = this.current;
    try {
      readTools(conversation.settings.tools);
    } catch {
      this.screen.refuse(say("toolsRefused"));
      return;
    }
    if (!this.conversations.includes(conversation)) this.conversations.unshift(conversation);
    conversation.changed = Date.now();
    const controller = new AbortController();
    this.#running.set(conversation.id, controller);
    this.screen.runningChanged();
    this.screen.list();
    // Where it is not known yet, the server may know it by now.
    this.model ??= await this.screen.findModel();
    const answer = await askFor(conversation, this.model ?? "", controller.signal, turn => {
      if (this.current === conversation) this.screen.turnChanged(turn);
    });
    if (this.#running.get(conversation.id) === controller) this.#running.delete(conversation.id);
    if (this.conversations.includes(conversation)) await keep(conversation);
    if (this.current !== conversation) return;
    this.screen.runningChanged();
    this.screen.turnChanged(answer);
    this.screen.answered(answer);
  }
}

/// A conversation from a store: what was running when its page was closed was stopped.
function settle(conversation) {
  for (const turn of conversation.turns) {
    if (turn.kind === "answer" && (turn.status === "waiting" || turn.status === "running")) turn.status = "stopped";
  }
  return conversation;
}
