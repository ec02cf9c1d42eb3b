"""litellm: as an OpenAI-compatible provider, on chat completions and responses, and as an Anthropic one."""

import os
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm

import checks

litellm.suppress_debug_info = True

MODEL = {"model": "openai/chorale-demo", "api_base": checks.URL + "/v1", "api_key": "none", "temperature": 0, "max_retries": 0}
MESSAGES = [{"role": "user", "content": "What is 347 + 288?"}]
TOOL = {
    "name": "get_weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


def check_streams_what_it_would_say_whole():
    message = litellm.completion(messages=MESSAGES, **MODEL).choices[0].message
    assert message.content and message.reasoning_content
    deltas = [chunk.choices[0].delta for chunk in litellm.completion(messages=MESSAGES, stream=True, **MODEL)]
    assert "".join(delta.content or "" for delta in deltas) == message.content
    assert "".join(getattr(delta, "reasoning_content", None) or "" for delta in deltas) == message.reasoning_content


def check_tools():
    tools = [{"type": "function", "function": TOOL}]
    answer = litellm.completion(messages=MESSAGES, tools=tools, tool_choice="required", **MODEL)
    assert answer.choices[0].message.tool_calls[0].function.name == "get_weather"


def check_responses():
    assert litellm.responses(input="What is 347 + 288?", **MODEL).status == "completed"


def check_messages():
    message = litellm.completion(
        model="anthropic/chorale-demo", api_base=checks.URL, api_key="none", messages=MESSAGES, max_tokens=400, temperature=0)
    assert message.choices[0].message.content


checks.run(sys.modules[__name__])
