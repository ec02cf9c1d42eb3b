"""langchain-openai: on both APIs, whole, streamed, with tools and with a schema."""

import sys

from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

import checks

MODELS = [
    ChatOpenAI(base_url=checks.URL + "/v1", api_key="none", model="chorale-demo", temperature=0, max_retries=0, use_responses_api=api)
    for api in (False, True)
]


class Parity(BaseModel):
    is_even: bool


@tool
def get_weather(city: str) -> str:
    """The weather of a city."""
    return "sunny"


def check_streams_what_it_would_say_whole():
    for model in MODELS:
        whole = model.invoke("What is 347 + 288?")
        assert whole.text and whole.usage_metadata["output_tokens"] > 0
        assert "".join(chunk.text for chunk in model.stream("What is 347 + 288?")) == whole.text


def check_tools():
    for model in MODELS:
        question = [("user", "What is the weather in Paris?")]
        message = model.bind_tools([get_weather], tool_choice="get_weather").invoke(question)
        assert [call["name"] for call in message.tool_calls] == ["get_weather"], message
        result = get_weather.invoke(message.tool_calls[0])
        assert model.bind_tools([get_weather]).invoke(question + [message, result]).text


def check_schema():
    for model in MODELS:
        answer = model.with_structured_output(Parity, method="json_schema").invoke("Is 4 even?")
        assert isinstance(answer, Parity)


checks.run(sys.modules[__name__])
