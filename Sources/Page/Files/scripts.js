// Which writing systems a text is in, and how many tokens each of them took.

const names = [
  "Latin", "Hangul", "Han", "Hiragana", "Katakana", "Cyrillic", "Greek", "Arabic", "Hebrew", "Thai", "Devanagari", "Bengali", "Tamil", "Telugu",
  "Armenian", "Georgian", "Ethiopic", "Khmer", "Lao", "Myanmar",
];
const patterns = names.map(name => [name, new RegExp(`\\p{Script=${name}}`, "u")]);
const emoji = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/u;
const common = /[\p{Script=Common}\p{Script=Inherited}]/u;
const seen = new Map();

export function scriptOf(character) {
  let script = seen.get(character);
  if (script === undefined) {
    script = patterns.find(([, pattern]) => pattern.test(character))?.[0]
      ?? (emoji.test(character) && character > "\u00FF" ? "Emoji" : common.test(character) ? "Common" : "Other");
    seen.set(character, script);
  }
  return script;
}

/// `[{ script, characters, tokens }]`, the most tokens first. A token is of the first script in it that is not common to all;
/// one that is a part of a character is of that character's.
export function countByScript(text, tokens) {
  const counts = new Map();
  const count = (script, what) => {
    const entry = counts.get(script) ?? { script, characters: 0, tokens: 0 };
    entry[what] += 1;
    counts.set(script, entry);
  };
  // The script of every byte.
  const scripts = [];
  for (const character of text) {
    const script = scriptOf(character);
    count(script, "characters");
    const point = character.codePointAt(0);
    const length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < length; byte += 1) scripts.push(script);
  }
  for (const { from, to } of tokens) {
    const own = scripts.slice(from, to);
    count(own.find(script => script !== "Common") ?? own[0] ?? "Common", "tokens");
  }
  return [...counts.values()].sort((a, b) => b.tokens - a.tokens);
}
