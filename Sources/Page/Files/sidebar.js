// The list of conversations that this browser keeps.

import { titleOf } from "./conversation.js";
import { byId, h, fill, iconButton } from "./dom.js";
import { say } from "./words.js";

export class Sidebar {
  /// `actions` has `create`, `select(id)`, `rename(id, title)`, `remove(id)`, `exportOne(id)`, `exportAll` and `importFile(file)`.
  constructor(actions) {
    this.actions = actions;
    this.list = byId("conversations");
    this.shelf = byId("shelf");
    this.chooser = byId("import-file");
    byId("new-conversation").addEventListener("click", () => { actions.create(); this.close(); });
    byId("export-all").addEventListener("click", actions.exportAll);
    byId("import").addEventListener("click", () => this.chooser.click());
    this.chooser.addEventListener("change", () => {
      if (this.chooser.files[0]) actions.importFile(this.chooser.files[0]);
      this.chooser.value = "";
    });
    byId("open-shelf").addEventListener("click", () => this.open());
    byId("close-shelf").addEventListener("click", () => this.close());
    byId("shade").addEventListener("click", () => this.close());
    this.shelf.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
  }

  open() {
    document.body.classList.add("shelf-open");
    byId("open-shelf").setAttribute("aria-expanded", "true");
    byId("new-conversation").focus();
  }

  close() {
    if (!document.body.classList.contains("shelf-open")) return;
    document.body.classList.remove("shelf-open");
    byId("open-shelf").setAttribute("aria-expanded", "false");
    byId("open-shelf").focus();
  }

  show(conversations, current) {
    fill(this.list, conversations.filter(each => each.turns.length > 0 || each.title).map(each => this.#row(each, each.id === current.id)));
    this.list.classList.toggle("empty", this.list.childNodes.length === 0);
  }

  #row(conversation, isCurrent) {
    const title = titleOf(conversation) || say("untitled");
    const row = h("li", {});
    fill(row,
      h("button.conversation", {
        type: "button", "aria-current": isCurrent ? "true" : null, title,
        onclick: () => { this.actions.select(conversation.id); this.close(); },
      }, title),
      h("div.row-actions", {},
        iconButton("edit", say("renameOf", { title }), () => this.#rename(row, conversation)),
        iconButton("down", say("exportOf", { title }), () => this.actions.exportOne(conversation.id)),
        iconButton("trash", say("deleteOf", { title }), event => this.#confirm(event.currentTarget, conversation))));
    return row;
  }

  /// The first press asks, the second deletes.
  #confirm(button, conversation) {
    if (button.classList.contains("armed")) {
      this.actions.remove(conversation.id);
      return;
    }
    button.classList.add("armed");
    button.setAttribute("aria-label", say("deleteSure"));
    button.title = say("deleteSure");
    button.addEventListener("blur", () => button.classList.remove("armed"), { once: true });
  }

  #rename(row, conversation) {
    const field = h("input", { value: titleOf(conversation), "aria-label": say("name"), maxlength: 120 });
    let isDone = false;
    const finish = keeps => {
      if (isDone) return;
      isDone = true;
      this.actions.rename(conversation.id, keeps ? field.value.trim() : conversation.title);
    };
    field.addEventListener("keydown", event => {
      if (event.isComposing) return;
      if (event.key === "Enter") finish(true);
      if (event.key === "Escape") { event.stopPropagation(); finish(false); }
    });
    field.addEventListener("blur", () => finish(true));
    fill(row, field);
    field.select();
  }
}
