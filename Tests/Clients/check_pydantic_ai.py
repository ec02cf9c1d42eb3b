"""pydantic-ai: agents with a tool and with a typed output, on both APIs."""

import sys

from pydantic import BaseModel
from pydantic_ai import Agent, NativeOutput
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

import checks

PROVIDER = OpenAIProvider(base_url=checks.URL + "/v1", api_key="none")
MODELS = [kind("chorale-demo", provider=PROVIDER) for kind in (OpenAIChatModel, OpenAIResponsesModel)]
SETTINGS = {"temperature": 0}


class Parity(BaseModel):
    is_even: bool


def get_weather(city: str) -> str:
    """The weather of a city."""
    return '{"weather": "sunny"}'


async def check_an_agent_with_a_tool():
    for model in MODELS:
        agent = Agent(model, tools=[get_weather], instructions="Answer in one sentence.", model_settings=SETTINGS)
        whole = await agent.run("What is the weather in Paris?")
        assert whole.output
        async with agent.run_stream("What is the weather in Paris?") as streamed:
            assert await streamed.get_output() == whole.output


async def check_an_output_with_a_type():
    for model in MODELS:
        for kind in (Parity, NativeOutput(Parity)):
            result = await Agent(model, output_type=kind, model_settings=SETTINGS).run("Is 4 even?")
            assert isinstance(result.output, Parity)


checks.run(sys.modules[__name__])
