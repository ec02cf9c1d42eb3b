// Which bytes of a text each of its tokens is. The server tells tokens as text, where a part of a character is U+FFFD.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/// `[{ id, text, bytes, from, to }]`: `bytes` where a token is a part of a character, `from` and `to` in the UTF-8 of `text`.
export function locateTokens(text, ids, strings) {
  const bytes = encoder.encode(text);
  const spans = [];
  let at = 0;
  for (let index = 0; index < ids.length; index += 1) {
    let run = index;
    while (run < ids.length && strings[run].includes("\uFFFD")) run += 1;
    const parts = run > index ? divide(bytes, at, strings.slice(index, run)) : [encoder.encode(strings[index]).length];
    for (const length of parts) {
      spans.push([at, at + length]);
      at += length;
    }
    index += parts.length - 1;
  }
  return ids.map((id, index) => {
    const [from, to] = spans[index];
    const isPart = strings[index].includes("\uFFFD");
    return { id, text: strings[index], from, to, ...(isPart ? { bytes: Array.from(bytes.subarray(from, to)) } : {}) };
  });
}

/// How many bytes each of these strings stands for, so that each, decoded, is what it says and the whole ends at the end of a character.
function divide(bytes, start, strings) {
  const dead = new Set();
  const lengths = [];
  const fits = (index, at) => {
    if (index === strings.length) return (bytes[at] ?? 0) >> 6 !== 2;
    if (dead.has(index * 1_000_003 + at)) return false;
    const wanted = strings[index];
    for (let length = wanted.length; length <= wanted.length * 4 && at + length <= bytes.length; length += 1) {
      if (decoder.decode(bytes.subarray(at, at + length)) !== wanted) continue;
      lengths[index] = length;
      if (fits(index + 1, at + length)) return true;
    }
    dead.add(index * 1_000_003 + at);
    return false;
  };
  // Text that has U+FFFD itself can have more than one reading; then each stands for one.
  return fits(0, start) ? lengths : strings.map(string => encoder.encode(string).length);
}
