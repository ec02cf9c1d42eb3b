"""instructor: typed answers through tools and through schemas."""

import sys

import instructor
from openai import OpenAI
from pydantic import BaseModel

import checks


class City(BaseModel):
    city: str


class Parity(BaseModel):
    is_even: bool


def check_typed_answers():
    for mode, kind, question in [
        (instructor.Mode.TOOLS, City, "What is the weather in Paris?"), (instructor.Mode.JSON_SCHEMA, Parity, "Is 4 even?"),
    ]:
        client = instructor.from_openai(OpenAI(base_url=checks.URL + "/v1", api_key="none", max_retries=0), mode=mode)
        answer = client.chat.completions.create(
            model="chorale-demo", messages=[{"role": "user", "content": question}], response_model=kind, max_retries=0, temperature=0)
        assert isinstance(answer, kind), mode


checks.run(sys.modules[__name__])
