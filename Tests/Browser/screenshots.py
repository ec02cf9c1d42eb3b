"""The pictures of the README: one conversation through each lens. Smaller where pngquant is there."""

import shutil
import subprocess


def take(browser, server, folder):
    folder.mkdir(parents=True, exist_ok=True)
    browser.fresh()
    browser.resize(1280, 860)
    browser.open(server.url)
    for count, question in enumerate(["What is 347 + 288?", "Which is larger, 635 or 653?"], 1):
        browser.ask(question)
        browser.answered(count)
    browser.script("document.activeElement.blur()")
    browser.click(".answer:last-child .reasoning summary")
    browser.until(lambda: browser.text(".thoughts"), "the reasoning")
    picture(browser, folder / "reader.png")
    browser.lens("builder")
    browser.until(lambda: browser.count(".told .channel") > 0, "what the model is told")
    browser.script("document.querySelector('.turn.built:last-child > details.more:nth-of-type(4)').open = true")
    browser.until(lambda: browser.count(".event") > 5, "the events")
    browser.script("document.getElementById('scroller').scrollTop = 1e9")
    picture(browser, folder / "builder.png")
    browser.lens("tokens")
    browser.until(lambda: browser.count(".band[data-role=assistant] .token") > 20, "the tokens")
    # The token that the model was least sure of.
    browser.script("[...document.querySelectorAll(['.q4', '.q3', '.q2', '.q1', '.q0'].find(each => document.querySelector(`.band .token${each}`)))].find(each => each.closest('.band')).click()")
    browser.until(lambda: browser.count(".alternatives li") > 0, "the alternatives")
    browser.script("document.getElementById('scroller').scrollTop = 0")
    picture(browser, folder / "post-trainer.png")


def picture(browser, file):
    browser.script("return new Promise(done => setTimeout(done, 400))")
    browser.driver.save_screenshot(str(file))
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--skip-if-larger", "--output", file, "128", file], check=False)
    print(f"{file}: {file.stat().st_size} bytes")
