// What the page says, in the reader's language: one table a language, with the same keys.

import { english } from "./words-en.js";
import { korean } from "./words-ko.js";

const tables = { en: english, ko: korean };
export const languages = { en: "English", ko: "한국어" };

export let language = chosen();

function chosen() {
  const kept = localStorage.getItem("chorale.language");
  if (kept in tables) return kept;
  return (navigator.languages ?? []).some(tag => /^ko\b/i.test(tag)) && !/^en\b/i.test(navigator.language) ? "ko" : "en";
}

/// A sentence by its key; `{name}` in it stands for a value.
export function say(key, values = {}) {
  const sentence = tables[language][key] ?? english[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export const number = (value, digits = 0) =>
  Number(value).toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const seconds = milliseconds =>
  milliseconds < 950 ? `${Math.round(milliseconds)} ms` : `${number(milliseconds / 1000, milliseconds < 9950 ? 1 : 0)} s`;

/// Puts the words into what index.html has: text, labels and hints.
export function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", say(element.dataset.sayLabel));
    if (element.matches(".icon-button")) element.title = say(element.dataset.sayLabel);
  }
  for (const element of document.querySelectorAll("[data-say-hint]")) element.placeholder = say(element.dataset.sayHint);
}

export function speak(tag) {
  language = tag;
  localStorage.setItem("chorale.language", tag);
  translatePage();
  document.dispatchEvent(new CustomEvent("language"));
}
