import { packRouting, tokensOf } from "./answer.js";
import { packTokens } from "./token-columns.js";

onmessage = ({ data }) => {
  const chunk = JSON.parse(data);
  for (const choice of chunk.choices ?? []) {
    if (choice.harmony) choice.columns = packTokens(tokensOf(choice.harmony));
    if (choice.routing) choice.routing = packRouting(choice.routing);
    delete choice.harmony;
    delete choice.logprobs;
  }
  postMessage(chunk);
};
