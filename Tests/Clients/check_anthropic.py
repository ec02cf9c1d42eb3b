"""anthropic: the Messages API, whole, streamed, with thinking and tools."""

import sys

import anthropic

import checks

client = anthropic.Anthropic(base_url=checks.URL, api_key="none", max_retries=0)
MODEL = "chorale-demo"
QUESTION = {"model": MODEL, "max_tokens": 400, "messages": [{"role": "user", "content": "What is 347 + 288?"}], "extra_body": {"temperature": 0}}
TOOL = {
    "name": "get_weather",
    "description": "The weather of a city.",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


def check_messages():
    message = client.messages.create(**QUESTION)
    assert [block.type for block in message.content] == ["text"] and message.stop_reason == "end_turn"
    count = client.messages.count_tokens(model=MODEL, messages=QUESTION["messages"]).input_tokens
    assert count == message.usage.input_tokens + message.usage.cache_read_input_tokens


def check_thinking_streams_what_it_would_say_whole():
    thinking = {"type": "enabled", "budget_tokens": 1024}
    whole = client.messages.create(**QUESTION | {"thinking": thinking, "max_tokens": 2048})
    assert [block.type for block in whole.content] == ["thinking", "text"]
    with client.messages.stream(**QUESTION | {"thinking": thinking, "max_tokens": 2048}) as stream:
        text = "".join(stream.text_stream)
        last = stream.get_final_message()
    assert text == whole.content[1].text == last.content[1].text
    assert last.content[0].thinking == whole.content[0].thinking and last.usage.output_tokens == whole.usage.output_tokens


def check_tools():
    question = QUESTION | {"messages": [{"role": "user", "content": "What is the weather in Paris?"}], "tools": [TOOL]}
    message = client.messages.create(**question)
    if message.stop_reason == "tool_use":
        results = [
            {"type": "tool_result", "tool_use_id": block.id, "content": '{"weather": "sunny"}'}
            for block in message.content if block.type == "tool_use"
        ]
        messages = question["messages"] + [{"role": "assistant", "content": message.content}, {"role": "user", "content": results}]
        client.messages.create(**question | {"messages": messages})
    with client.messages.stream(**question) as stream:
        assert stream.get_final_message().stop_reason == message.stop_reason


def check_errors():
    try:
        client.messages.create(**QUESTION | {"model": "claude"})
        raise AssertionError("no such model")
    except anthropic.NotFoundError as error:
        assert error.body["error"]["type"] == "not_found_error"


checks.run(sys.modules[__name__])
