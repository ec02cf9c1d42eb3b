"""What somebody does who only wants an answer."""

import json

from scripted import begin_stream, chunk, end_stream, send


def check_first_load(browser, server, **_):
    browser.open(server.url)
    assert browser.text("#model-name") == "chorale-demo"
    browser.until(lambda: browser.text("#state") == "ready", "the state")
    assert browser.find("h2[data-say=welcome]").is_displayed()
    assert browser.script("return document.activeElement.id") == "question"
    loaded = browser.script("return performance.getEntriesByType('resource').map(each => each.name)")
    assert all(name.startswith(server.url) for name in loaded), loaded
    size = browser.script(
        "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];"
        "return all.filter(each => !/v1|health/.test(each.name)).reduce((sum, each) => sum + each.encodedBodySize, 0)")
    assert 0 < size < 150_000, size
    return f"{size} bytes compressed, {len(loaded)} files"


def check_streamed_answer(browser, server, **_):
    browser.open(server.url)
    browser.ask("What is 347 + 288?")
    browser.answered()
    assert "635" in browser.text(".answer .markdown")
    reasoning = browser.find(".reasoning")
    assert reasoning.get_attribute("open") is None, "reasoning is folded"
    assert not browser.find(".thoughts").is_displayed()
    browser.click(".reasoning summary")
    browser.until(lambda: "347" in browser.text(".thoughts"), "the reasoning")
    assert "347" in browser.text(".conversation"), "the conversation is in the list"
    browser.ask("And 12 more?")
    browser.answered(2)
    assert browser.count(".question") == 2


def check_stop(browser, started, **_):
    with started() as server:
        browser.open(server.url)
        browser.choose_effort("high")
        browser.ask("What is 34721 + 28811?")
        browser.until(lambda: browser.count(".reasoning.live") == 1, "the first tokens")
        browser.click("#send")
        browser.until(browser.idle, "the end")
        browser.until(lambda: "Stopped" in browser.text(".note"), "the note")
        browser.until(lambda: server.get("/health")["running"] == 0, "the server to stop too")
        browser.click(".note button")
        browser.until(lambda: not browser.idle(), "the retry")
        browser.press("\ue00c")  # Escape stops too.
        browser.until(browser.idle, "the end of the retry")
        browser.until(lambda: browser.count(".answer") == 1, "one answer")


def check_effort_change(browser, server, **_):
    browser.open(server.url)
    lengths = {}
    for number, effort in enumerate(["low", "high"], 1):
        browser.choose_effort(effort)
        browser.ask("What is 347 + 288?")
        browser.answered(number)
        browser.script("document.querySelectorAll('.reasoning summary')[arguments[0]].click()", number - 1)
        browser.until(lambda: browser.script("return document.querySelectorAll('.thoughts')[arguments[0]].textContent.length", number - 1) > 0, "the reasoning")
        lengths[effort] = browser.script("return document.querySelectorAll('.thoughts')[arguments[0]].textContent.length", number - 1)
    assert lengths["low"] < lengths["high"], lengths
    browser.lens("builder")
    browser.until(lambda: browser.count(".built") == 2, "the builder's lens")
    assert "low" in browser.text(".built:nth-of-type(2) .figures") and "high" in browser.text(".figures")
    return f"characters of reasoning: {lengths}"


def check_edit_and_retry(browser, server, **_):
    browser.open(server.url)
    browser.ask("What is 20 + 30?")
    browser.answered()
    browser.script("document.querySelector('.question .icon-button').click()")
    browser.set(".edit textarea", "What is 21 + 40?")
    browser.click(".edit .strong")
    browser.answered()
    assert "61" in browser.text(".answer .markdown"), browser.text(".answer .markdown")
    assert browser.count(".turn") == 2
    browser.script("document.querySelector('.answer .icon-button').click()")
    browser.until(lambda: not browser.idle() or browser.count(".answer[aria-busy=false]") == 1, "the retry")
    browser.answered()
    assert "61" in browser.text(".answer .markdown")


TOOLS = [{"name": "get_weather", "description": "Current weather in a city", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}]


def check_tool_round_trip(browser, scripted, **_):
    def answer(handler, body):
        begin_stream(handler)
        results = [message for message in body["messages"] if message["role"] == "tool"]
        if results:
            send(handler, chunk(content=f"It is {json.loads(results[-1]['content'])['degrees']} degrees."))
            end_stream(handler)
            return
        send(handler, chunk(reasoning="I look it up."))
        call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": body["tools"][0]["function"]["name"], "arguments": ""}}
        send(handler, chunk(tool_calls=[call]))
        for part in ['{"city":', ' "Seoul"}']:
            send(handler, chunk(tool_calls=[{"index": 0, "function": {"arguments": part}}]))
        end_stream(handler, "tool_calls")
    scripted.answer = answer
    browser.open(scripted.url)
    browser.click("#open-tools")
    browser.set("#tools", "[{")
    assert browser.script("return !document.getElementById('tools').validity.valid")
    browser.set("#tools", json.dumps(TOOLS))
    assert "get_weather" in browser.text("#tools-state")
    browser.click("#close-settings")
    browser.ask("What is the weather in Seoul?")
    browser.until(lambda: browser.count(".tool-card form:not([hidden])") == 1, "the call")
    assert '"city": "Seoul"' in browser.text(".tool-card pre")
    browser.ask("Well?")
    browser.until(lambda: "result" in browser.text("#refusal"), "what to do first")
    browser.set("#question", "")
    browser.find(".tool-card textarea").send_keys('{"degrees": 21}')
    browser.click(".tool-card .strong")
    browser.answered(2)
    browser.until(lambda: "21 degrees" in browser.text(".answer:last-child .markdown"), "the answer")
    roles = [message["role"] for message in scripted.requests[-1][1]["messages"]]
    assert roles == ["user", "assistant", "tool"], roles
    assert scripted.requests[-1][1]["messages"][1]["reasoning"] == "I look it up."


def check_tool_call_of_the_model(browser, server, **_):
    browser.open(server.url)
    browser.set("#tools", json.dumps(TOOLS))
    browser.ask("What is the weather in Paris?")
    browser.answered()
    if browser.count(".tool-card") == 0:
        return "the demonstration model called nothing"
    browser.find(".tool-card textarea").send_keys('{"temperature": "18 C", "sky": "clear"}')
    browser.click(".tool-card .strong")
    browser.answered(2)
    return browser.text(".answer:last-child .markdown")[:80]


MARKDOWN = """# Heading

Some **bold**, *italic*, `code` and a [link](https://example.org/a_(b)) but not [this](javascript:alert(1)).

- one
- two
  - nested

1. first
2. second

| a | b |
|---|--:|
| 1 | 2 |

```python
def f(x):  # a comment
    return "text" + str(1)
```

> quoted

<img src=x onerror="document.title='broken in'"><script>document.title='broken in'</script>
"""


def check_markdown_is_safe(browser, scripted, **_):
    def answer(handler, _):
        begin_stream(handler)
        for start in range(0, len(MARKDOWN), 7):
            send(handler, chunk(content=MARKDOWN[start:start + 7]))
        end_stream(handler)
    scripted.answer = answer
    browser.open(scripted.url)
    browser.ask("Show me everything")
    browser.answered()
    inside = lambda selector: browser.text(f".answer .markdown {selector}")
    assert inside("h3") == "Heading" and inside("strong") == "bold" and inside("em") == "italic"
    assert inside("td.right") == "2" and inside("ol li") == "first\nsecond" and "nested" in inside("li li")
    assert inside("blockquote") == "quoted" and 'return "text"' in inside("pre code") and inside(".comment") == "# a comment"
    assert browser.script("return [...document.querySelectorAll('.answer a')].map(each => each.href)") == ["https://example.org/a_(b)"]
    assert browser.count(".answer img, .answer script") == 0 and "<img src=x" in inside("p:last-child")
    assert "broken" not in browser.script("return document.title")


def check_conversations_are_kept(browser, server, **_):
    browser.open(server.url)
    browser.ask("What is 2 + 3?")
    browser.answered()
    browser.open(server.url)
    browser.until(lambda: browser.count(".conversation") == 1, "the list")
    browser.click(".conversation")
    browser.until(lambda: "5" in browser.text(".answer .markdown"), "the conversation")
    browser.script("document.querySelector('.row-actions .icon-button').click()")
    browser.script("document.querySelector('#conversations input').value = 'Sums'")
    browser.press("\ue007")
    browser.until(lambda: browser.text(".conversation") == "Sums", "its new name")
    exported = browser.driver.execute_async_script(
        "const [done] = arguments; import(new URL('page/storage.js', location.href)).then(async storage => "
        "done(storage.writeExport(await storage.loadConversations())))")
    for _ in range(2):
        browser.script("document.querySelectorAll('.row-actions .icon-button')[2].click()")
    browser.until(lambda: browser.count(".conversation") == 0, "an empty list")
    browser.script(
        "const files = new DataTransfer(); files.items.add(new File([arguments[0]], 'a.json'));"
        "const field = document.getElementById('import-file'); field.files = files.files; field.dispatchEvent(new Event('change'))", exported)
    browser.until(lambda: browser.text(".conversation") == "Sums" and "5" in browser.text(".answer .markdown"), "what was imported")
