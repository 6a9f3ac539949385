"""Questions typed into a search page in Chromium, and what readers then see."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec
from benchmarks.truth import Question
from playwright.sync_api import Browser, CDPSession, Page

WATCH = """
window.asked = 0;
new MutationObserver(() => {
  const list = document.getElementById("results"), status = document.getElementById("status"), root = document.documentElement;
  if (!status || !status.textContent || root.dataset.answered) return;
  if (list.children.length || !/[0-9]/.test(status.textContent)) root.dataset.answered = performance.now() - window.asked;
}).observe(document, {childList: true, subtree: true, characterData: true});
"""
ANSWERED = "html[data-answered]"
ANSWER = """() => ({
  links: [...document.querySelectorAll("#results .what a")].slice(0, 10).map(a => a.getAttribute("href")),
  said: document.getElementById("status").textContent,
  milliseconds: Number(document.documentElement.dataset.answered),
})"""


class Answer(msgspec.Struct, frozen=True):
    """What the page shows."""

    links: list[str]
    said: str
    milliseconds: float


def ask(page: Page, question: Question) -> Answer:
    """Type a question into the open page."""
    page.evaluate(
        """asked => {
          const form = document.getElementById("search");
          for (const name of ["topic", "person", "place", "source", "year", "sort"]) {
            const list = form[name], value = asked[name] ?? "";
            if (![...list.options].some(option => option.value === value)) list.add(new Option(value, value));
            list.value = value;
          }
          form.q.value = asked.q ?? "";
          document.getElementById("status").textContent = "";
          document.getElementById("results").replaceChildren();
          delete document.documentElement.dataset.answered;
          window.asked = performance.now();
          form.q.dispatchEvent(new Event("input", {bubbles: true}));
        }""",
        question.asked,
    )
    page.wait_for_selector(ANSWERED)
    return msgspec.convert(page.evaluate(ANSWER), Answer)


def open_with(browser: Browser, base: str, question: Question) -> Answer:
    """Open the page with a question in its address, in a browser that has seen nothing."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{base}search.html?{urlencode(question.asked)}")
    page.wait_for_selector(ANSWERED)
    answer = msgspec.convert(page.evaluate(ANSWER), Answer)
    context.close()
    return answer


def processor(session: CDPSession) -> float:
    """Milliseconds of processor time that all pages have taken."""
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(1000 * process["cpuTime"] for process in found if process["type"] == "renderer")
