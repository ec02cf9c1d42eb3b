// Puts the page together.

import { showExamples, showHealth } from "./about.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { titleOf } from "./conversation.js";
import { byId } from "./dom.js";
import { BuilderLens } from "./lens-builder.js";
import { TokenLens } from "./lens-tokens.js";
import { UserLens } from "./lens-user.js";
import { chooseModel, showModels } from "./model-choice.js";
import { apiKey, models } from "./server.js";
import { Settings, applyTheme } from "./settings.js";
import { Sidebar } from "./sidebar.js";
import { Thread } from "./thread.js";
import { TokenizerView } from "./tokenizer.js";
import { say, translatePage } from "./words.js";

const views = ["chat", "tokenizer", "about"];
const lenses = ["user", "builder", "tokens"];
let lens = lenses.includes(localStorage.getItem("chorale.lens")) ? localStorage.getItem("chorale.lens") : "user";
let asksForKey = false;

const screen = {
  show() {
    const { current } = chat;
    byId("title").textContent = titleOf(current);
    document.body.dataset.lens = lens;
    document.body.classList.toggle("blank", current.turns.length === 0);
    thread.show(current, makeLens[lens]());
    composer.setEffort(current.settings.effort);
    composer.setTools(current.settings.tools);
    screen.runningChanged();
    screen.list();
  },
  list() {
    sidebar.show(chat.conversations, chat.current);
    byId("title").textContent = titleOf(chat.current);
  },
  turnChanged(turn) {
    document.body.classList.toggle("blank", chat.current.turns.length === 0);
    thread.changed(turn);
  },
  runningChanged() {
    composer.setRunning(chat.isRunning);
  },
  answered(answer) {
    screen.announce(answer.status === "done" ? answer.text.slice(0, 300) || say("callsWait") : say("answerEnded"));
    thread.lensEnded(answer);
    if (answer.error?.kind === "key") asksForKey = true;
  },
  /// Read aloud by screen readers.
  announce(text) {
    byId("announcer").textContent = text;
  },
  refuse(text) {
    byId("refusal").textContent = text;
    byId("refusal").hidden = false;
    setTimeout(() => { byId("refusal").hidden = true; }, 6000);
  },
  findModel,
};

const chat = new Chat(screen);
const actions = { send: text => { screen.announce(say("asking")); return chat.send(text); }, stop: chat.stop, setEffort: effort => chat.set({ effort }) };
const turnActions = { retry: chat.retry, edit: chat.edit, answerCall: chat.answerCall, model: () => chat.model, asksForKey: () => asksForKey, grew: () => thread.grew() };
const makeLens = {
  user: () => new UserLens(turnActions),
  builder: () => new BuilderLens(turnActions),
  tokens: () => new TokenLens(turnActions),
};
const composer = new Composer(actions);
const thread = new Thread(byId("scroller"), byId("thread"));
const sidebar = new Sidebar({
  create: () => { chat.create(); go("chat"); composer.focus(); },
  select: id => { chat.select(id); go("chat"); },
  rename: (id, title) => chat.rename(id, title),
  remove: id => chat.remove(id),
  exportOne: chat.exportOne, exportAll: chat.exportAll, importFile: chat.importFile,
});
const settings = new Settings(chat, { changed: () => { composer.setTools(chat.current.settings.tools); thread.settingsChanged(); }, keyChanged: () => { findModel(); } });
const tokenizer = new TokenizerView(() => chat.model);

async function findModel() {
  let names = [];
  try {
    names = await models();
    asksForKey = apiKey.value !== "";
    chat.model = chooseModel(names);
  } catch (error) {
    asksForKey ||= error.kind === "key";
  }
  showModels(names, chat.model, name => {
    chat.model = name;
    showFacts();
  });
  showFacts();
  return chat.model;
}

function showFacts() {
  showExamples({ model: chat.model, asksForKey });
  document.title = chat.model ? `${chat.model} – Chorale` : "Chorale";
}

/// Shows one of the views; the address keeps it, so that a reload and a link come back to it.
function go(view) {
  for (const each of views) {
    byId(each).hidden = each !== view;
    const link = byId(`go-${each}`);
    if (each === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset.view = view;
  if (location.hash.slice(1) !== view && (view !== "chat" || location.hash)) history.replaceState(null, "", `#${view}`);
  if (view === "tokenizer") tokenizer.open();
}

function look(through) {
  lens = through;
  localStorage.setItem("chorale.lens", lens);
  screen.show();
}

function follow() {
  const view = location.hash.slice(1);
  go(views.includes(view) ? view : "chat");
}

applyTheme();
translatePage();
for (const view of views) byId(`go-${view}`).addEventListener("click", event => { event.preventDefault(); go(view); });
addEventListener("hashchange", follow);
byId("lenses").addEventListener("change", event => look(event.target.value));
for (const input of byId("lenses").querySelectorAll("input")) input.checked = input.value === lens;
for (const suggestion of document.querySelectorAll("[data-suggestion]")) {
  suggestion.addEventListener("click", () => actions.send(suggestion.textContent));
}
document.addEventListener("language", () => {
  composer.translate();
  tokenizer.translate();
  showFacts();
  showHealth();
  screen.show();
});
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && chat.isRunning && !settings.dialog.open) chat.stop();
});
follow();
screen.show();
composer.focus();
chat.load();
findModel();
showHealth();
setInterval(() => { if (!document.hidden) showHealth(); }, 5000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) showHealth(); });
