// Which of the server's models is asked. Where there is one, its name is all there is to see.

import { byId, h, fill } from "./dom.js";

const kept = "chorale.model";

/// The model to ask, of those that are served: the one that was chosen before, else the first.
export function chooseModel(names) {
  const before = localStorage.getItem(kept);
  return names.includes(before) ? before : names[0] ?? null;
}

/// `chosen` is called with another model's name.
export function showModels(names, model, chosen) {
  const choice = byId("model-choice");
  byId("model-name").textContent = model ?? "…";
  byId("model-name").hidden = names.length > 1;
  choice.hidden = names.length <= 1;
  fill(choice, names.map(name => h("option", { value: name, selected: name === model }, name)));
  choice.onchange = () => {
    localStorage.setItem(kept, choice.value);
    chosen(choice.value);
  };
}
