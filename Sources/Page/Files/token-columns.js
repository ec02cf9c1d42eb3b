// The tokens of an answer as a few columns, which a database takes in one piece: ten thousand tokens with their alternatives are
// sixty thousand objects otherwise, and the page would stand still while they are written.

/// Texts are one JSON document, numbers typed arrays; a probability that is not there is NaN.
export function packTokens(tokens) {
  const alternatives = tokens.flatMap(token => token.top ?? []);
  return {
    ids: Int32Array.from(tokens, token => token.id),
    logprobs: Float32Array.from(tokens, token => token.logprob ?? NaN),
    counts: Uint8Array.from(tokens, token => token.top?.length ?? 0),
    others: Float32Array.from(alternatives, other => other.logprob),
    words: JSON.stringify({
      texts: tokens.map(token => token.text), channels: tokens.map(token => token.channel ?? null), others: alternatives.map(other => other.text),
      bytes: tokens.flatMap(({ bytes }, index) => (bytes ? [[index, bytes]] : [])),
    }),
  };
}

export function unpackTokens({ ids, logprobs, counts, others, words }) {
  const { texts, channels, others: otherTexts, bytes } = JSON.parse(words);
  const parts = new Map(bytes);
  let next = 0;
  return Array.from(ids, (id, index) => {
    const token = { id, channel: channels[index], text: texts[index], top: [] };
    if (!Number.isNaN(logprobs[index])) token.logprob = logprobs[index];
    if (parts.has(index)) token.bytes = parts.get(index);
    for (let rank = 0; rank < counts[index]; rank += 1, next += 1) token.top.push({ text: otherTexts[next], logprob: others[next] });
    return token;
  });
}
