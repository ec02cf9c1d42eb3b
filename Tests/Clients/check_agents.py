"""openai-agents: an agent with a tool on both APIs, streamed and whole."""

import sys

from agents import (
    Agent, ModelSettings, OpenAIChatCompletionsModel, OpenAIResponsesModel, Runner, function_tool, set_tracing_disabled,
)
from openai import AsyncOpenAI

import checks

set_tracing_disabled(True)


@function_tool
def get_weather(city: str) -> str:
    """The weather of a city."""
    return '{"weather": "sunny"}'


def agent(kind):
    client = AsyncOpenAI(base_url=checks.URL + "/v1", api_key="none")
    return Agent(
        name="Assistant", instructions="Answer in one sentence.", tools=[get_weather],
        model=kind("chorale-demo", client), model_settings=ModelSettings(temperature=0),
    )


async def run(kind):
    result = await Runner.run(agent(kind), "What is the weather in Paris?")
    assert result.final_output
    streamed = Runner.run_streamed(agent(kind), "What is the weather in Paris?")
    async for _ in streamed.stream_events():
        pass
    assert streamed.final_output == result.final_output


async def check_agent_on_responses():
    await run(OpenAIResponsesModel)


async def check_agent_on_chat_completions():
    await run(OpenAIChatCompletionsModel)


checks.run(sys.modules[__name__])
