"""openai: every endpoint that the server has, sync and async, by its own types and stream helpers."""

import sys

import openai
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

import checks

client = OpenAI(base_url=checks.URL + "/v1", api_key="none", max_retries=0)
MODEL = client.models.list().data[0].id
MESSAGES = [{"role": "user", "content": "What is 347 + 288?"}]
TOOL = {
    "name": "get_weather",
    "description": "The weather of a city.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


class Parity(BaseModel):
    is_even: bool


def check_models():
    assert client.models.retrieve(MODEL).id == MODEL


def check_chat():
    answer = client.chat.completions.create(model=MODEL, messages=MESSAGES, temperature=0)
    assert answer.choices[0].message.content and answer.choices[0].finish_reason == "stop"
    assert answer.choices[0].message.reasoning
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def check_chat_streams_what_it_would_say_whole():
    whole = client.chat.completions.create(model=MODEL, messages=MESSAGES, temperature=0)
    with client.chat.completions.stream(
        model=MODEL, messages=MESSAGES, temperature=0, stream_options={"include_usage": True}
    ) as stream:
        kinds = {event.type for event in stream}
        last = stream.get_final_completion()
    assert {"chunk", "content.delta", "content.done"} <= kinds, kinds
    assert last.choices[0].message.content == whole.choices[0].message.content
    assert last.usage.completion_tokens == whole.usage.completion_tokens


def check_chat_gives_several_answers():
    answer = client.chat.completions.create(model=MODEL, messages=MESSAGES, n=3, seed=1, logprobs=True, top_logprobs=2)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]


def check_chat_tools():
    answer = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "What is the weather in Paris?"}], temperature=0,
        tools=[{"type": "function", "function": TOOL}],
    )
    message = answer.choices[0].message
    assert message.tool_calls or message.content
    if message.tool_calls:
        assert answer.choices[0].finish_reason == "tool_calls"
        messages = [{"role": "user", "content": "What is the weather in Paris?"}, message.model_dump(exclude_none=True)]
        for call in message.tool_calls:
            messages.append({"role": "tool", "tool_call_id": call.id, "content": '{"weather": "sunny"}'})
        client.chat.completions.create(
            model=MODEL, messages=messages, temperature=0, tools=[{"type": "function", "function": TOOL}])


def check_stored_chat_completions():
    made = client.chat.completions.create(model=MODEL, messages=MESSAGES, store=True, metadata={"a": "b"}, temperature=0)
    assert client.chat.completions.retrieve(made.id).choices == made.choices
    assert made.id in [completion.id for completion in client.chat.completions.list(metadata={"a": "b"})]
    assert client.chat.completions.messages.list(made.id).data[0].content == MESSAGES[0]["content"]
    assert client.chat.completions.update(made.id, metadata={"c": "d"}).metadata == {"c": "d"}
    assert client.chat.completions.delete(made.id).deleted


def check_errors():
    for arguments, status, param in [
        ({"model": "gpt-5"}, 404, "model"), ({"temperature": 9}, 400, "temperature"), ({"n": 0}, 400, "n"),
    ]:
        try:
            client.chat.completions.create(**({"model": MODEL, "messages": MESSAGES} | arguments))
            raise AssertionError(arguments)
        except openai.APIStatusError as error:
            assert error.status_code == status and error.param == param, error


def check_responses():
    answer = client.responses.create(model=MODEL, input="What is 347 + 288?", temperature=0)
    assert answer.status == "completed" and answer.output_text
    assert [item.type for item in answer.output] == ["reasoning", "message"]
    assert client.responses.retrieve(answer.id) == answer
    again = client.responses.create(model=MODEL, input="And 1 + 1?", previous_response_id=answer.id, temperature=0)
    items = client.responses.input_items.list(again.id, order="asc", limit=1)
    assert [item.type for item in items] == ["message", "reasoning", "message", "message"]
    client.responses.delete(answer.id)
    try:
        client.responses.retrieve(answer.id)
        raise AssertionError("it was deleted")
    except openai.NotFoundError:
        pass


def check_responses_stream():
    with client.responses.stream(model=MODEL, input="What is 347 + 288?", temperature=0) as stream:
        events = list(stream)
        last = stream.get_final_response()
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert last.output_text == "".join(event.delta for event in events if event.type == "response.output_text.delta")
    with client.responses.retrieve(last.id, stream=True, starting_after=5) as rest:
        assert [event.sequence_number for event in rest] == list(range(6, len(events)))


def check_background_responses():
    made = client.responses.create(model=MODEL, input="What is 347 + 288?", background=True, temperature=0)
    assert made.status == "queued"
    with client.responses.retrieve(made.id, stream=True) as stream:
        events = list(stream)
    assert events[0].type == "response.created" and events[-1].type == "response.completed"
    assert client.responses.retrieve(made.id).output_text == events[-1].response.output_text
    endless = client.responses.create(model=MODEL, input="?", background=True, extra_body={"ignore_eos": True})
    assert client.responses.cancel(endless.id).status == "cancelled"


def check_conversations():
    conversation = client.conversations.create(metadata={"a": "b"}, items=[{"role": "user", "content": "Say hello."}])
    answer = client.responses.create(model=MODEL, input="What is 1 + 1?", conversation=conversation.id, temperature=0)
    assert answer.conversation.id == conversation.id
    items = list(client.conversations.items.list(conversation.id, order="asc"))
    assert [item.type for item in items] == ["message", "message", "reasoning", "message"]
    assert client.conversations.items.retrieve(items[0].id, conversation_id=conversation.id) == items[0]
    client.conversations.items.create(conversation.id, items=[{"role": "user", "content": "And now?"}])
    client.conversations.items.delete(items[0].id, conversation_id=conversation.id)
    assert client.conversations.update(conversation.id, metadata={"c": "d"}).metadata == {"c": "d"}
    assert client.conversations.delete(conversation.id).deleted


def check_input_tokens():
    count = client.responses.input_tokens.count(model=MODEL, input="What is 1 + 1?")
    answer = client.responses.create(model=MODEL, input="What is 1 + 1?", max_output_tokens=16)
    assert count.input_tokens == answer.usage.input_tokens


def check_completions():
    answer = client.completions.create(model=MODEL, prompt="<|start|>user<|message|>Hi<|end|><|start|>assistant", max_tokens=20, logprobs=2)
    assert answer.choices[0].finish_reason in ("stop", "length")
    chunks = list(client.completions.create(model=MODEL, prompt=["a", "b"], max_tokens=4, stream=True))
    assert {choice.index for chunk in chunks for choice in chunk.choices} == {0, 1}


def check_parse():
    question = [{"role": "user", "content": "Is 4 even?"}]
    answer = client.chat.completions.parse(model=MODEL, messages=question, response_format=Parity, temperature=0)
    assert isinstance(answer.choices[0].message.parsed, Parity)
    assert client.responses.parse(model=MODEL, input="Is 4 even?", text_format=Parity, temperature=0).output_parsed
    with client.responses.stream(model=MODEL, input="Is 4 even?", text_format=Parity, temperature=0) as stream:
        assert isinstance(stream.get_final_response().output_parsed, Parity)


def check_custom_tools():
    tool = {"type": "custom", "name": "note", "format": {"type": "grammar", "syntax": "regex", "definition": "[a-z]{1,9}"}}
    choice = {"type": "custom", "name": "note"}
    with client.responses.stream(model=MODEL, input="Hello", tools=[tool], tool_choice=choice, temperature=0) as stream:
        call = stream.get_final_response().output[-1]
    assert call.type == "custom_tool_call" and call.input.isalpha(), call


def check_compaction():
    compacted = client.responses.compact(model=MODEL, input=[{"role": "user", "content": "What is 347 + 288?"}])
    assert [item.type for item in compacted.output] == ["message", "compaction"]
    again = [item.model_dump(exclude_none=True) for item in compacted.output] + [{"role": "user", "content": "And 1 + 1?"}]
    assert client.responses.create(model=MODEL, input=again, temperature=0).status == "completed"


async def check_async():
    async with AsyncOpenAI(base_url=checks.URL + "/v1", api_key="none") as client:
        text = ""
        stream = await client.chat.completions.create(model=MODEL, messages=MESSAGES, temperature=0, stream=True)
        async for chunk in stream:
            text += chunk.choices[0].delta.content or ""
        assert text
        async with client.responses.stream(model=MODEL, input=MESSAGES, temperature=0) as events:
            assert (await events.get_final_response()).output_text == text


checks.run(sys.modules[__name__])
