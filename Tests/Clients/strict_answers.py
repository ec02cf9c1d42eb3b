"""What the APIs' answers say, in one form."""

import collections


class Answer:
    """What an answer says, however it was told."""

    def __init__(self):
        self.content, self.reasoning, self.calls, self.end = "", "", [], None

    @classmethod
    def of_chat(cls, choice):
        answer = cls()
        message = choice["message"]
        answer.content, answer.reasoning = message["content"] or "", message.get("reasoning") or ""
        answer.calls = [(call["function"]["name"], call["function"]["arguments"]) for call in message.get("tool_calls") or []]
        answer.end = choice["finish_reason"]
        return answer

    @classmethod
    def of_chunks(cls, chunks):
        answer = cls()
        for chunk in chunks:
            for choice in chunk["choices"]:
                delta = choice["delta"]
                answer.content += delta.get("content") or ""
                answer.reasoning += delta.get("reasoning") or ""
                for call in delta.get("tool_calls") or []:
                    if call["index"] == len(answer.calls):
                        answer.calls.append((call["function"]["name"], ""))
                    assert call["index"] == len(answer.calls) - 1, "calls out of order"
                    name, text = answer.calls[-1]
                    answer.calls[-1] = (name, text + call["function"].get("arguments", ""))
                answer.end = choice["finish_reason"] or answer.end
        return answer

    @classmethod
    def of_response(cls, response):
        answer = cls()
        for item in response["output"]:
            if item["type"] == "function_call":
                answer.calls.append((item["name"], item["arguments"]))
            elif item["type"] == "reasoning":
                answer.reasoning += "".join(part["text"] for part in item["content"])
            else:
                answer.content += "".join(part["text"] for part in item["content"])
        if response["status"] == "completed":
            answer.end = "tool_calls" if answer.calls else "stop"
        elif response["status"] == "incomplete":
            answer.end = "length" if response["incomplete_details"]["reason"] == "max_output_tokens" else "other"
        return answer

    @classmethod
    def of_events(cls, events):
        """The last event has the whole; the deltas must say the same."""
        assert [event["sequence_number"] for event in events] == list(range(len(events))), "sequence numbers"
        last = events[-1]["response"]
        pieces = collections.defaultdict(str)
        for event in events:
            if event["type"].endswith(".delta"):
                pieces[event["output_index"]] += event["delta"]
        for index, item in enumerate(last["output"]):
            text = item["arguments"] if item["type"] == "function_call" else "".join(part["text"] for part in item["content"])
            assert pieces[index] == text, "deltas differ from the whole"
        return cls.of_response(last)
