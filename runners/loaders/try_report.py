"""Opens the page of a run's report in a browser and works it as a person would."""

import json
import pathlib
import re
import sys
import time

from playwright.sync_api import sync_playwright

MAX_SECONDS = 2.0
MAX_BYTES = 20_000_000
ROWS = 100_000
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=1'>\u202e"

page_file, pictures, browser_path = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
DATA = re.compile(r'(id="data">)(.*?)(</script>)', re.DOTALL)


def changed(change, name):
    """A copy of the page with other data, written as the page writes them."""
    html = page_file.read_text("utf-8")
    data = json.loads(DATA.search(html)[2])
    change(data)
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    file = pictures / name
    file.write_text(DATA.sub(lambda found: found[1] + text + found[3], html), "utf-8")
    return file


def fill(data):
    """As many rows and examples as the page of any run has, however large."""
    sample = data["sample"]
    factor = ROWS / max(1, sample["records"])
    sample["records"] = data["facts"]["rows"] = ROWS
    rows = sample["rows"]
    sample["rows"] = [dict(rows[i % len(rows)], id=f"{i:032x}") for i in range(1000)]
    for step in data["steps"]:
        for count in ("in", "accepted"):
            step[count] = round(step[count] * factor)
        step["rejected"] = {reason: round(n * factor) for reason, n in step["rejected"].items()}
    for reason in sample["rejections"]:
        examples = reason["examples"]
        reason["examples"] = [examples[i % len(examples)] for i in range(5)]
    points = data["map"].get("points", [])
    data["map"]["points"] = [
        [(x + 7 * i) % 1000, (y + 3 * i) % 1000, c] for i in range(4) for x, y, c in points
    ][:500]


def spoil(data):
    """Texts that a model could write to get out of the page's data."""
    for row in data["sample"]["rows"][:20]:
        for field in ("problem", "solution", "answer", "code"):
            row[field] = HOSTILE
    data["steps"][0]["name"] = data["models"][0]["model"] = HOSTILE
    data["sample"]["rejections"][0]["examples"][0]["evidence"] = HOSTILE


CONTRAST = """() => {
  const light = (color) => {
    const parts = color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!/rgba\\(0, 0, 0, 0\\)|transparent/.test(color) && !at.closest("svg")) return color;
    }
    return getComputedStyle(document.body).backgroundColor;
  };
  const bad = new Set();
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    const seen = node.getClientRects().length && !node.closest("script, style, option, title, .hidden");
    if (!own || !seen) continue;
    const style = getComputedStyle(node);
    const ink = node.namespaceURI.endsWith("svg") ? style.fill : style.color;
    const [a, b] = [light(ink), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.add(`${node.tagName}.${node.getAttribute("class")} ${ink} ${ratio.toFixed(2)}`);
  }
  return [...bad];
}"""

NAMES = """() => [...document.querySelectorAll("input, select, button, a, summary, svg[role=img], section")]
  .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()
    || node.labels?.length || node.getAttribute("aria-labelledby")))
  .map((node) => node.outerHTML.slice(0, 120))"""

HEADINGS = """() => {
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((node) => +node.tagName[1]);
  return levels.filter((level) => level === 1).length === 1
    && levels.every((level, i) => i === 0 || level <= levels[i - 1] + 1);
}"""


def opened(browser, file, scheme="light", **viewport):
    page = browser.new_page(viewport={"width": 1280, "height": 900, **viewport}, color_scheme=scheme)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda one: one.url.startswith(("file:", "data:")) or said.append(one.url))
    started = time.monotonic()
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
    return page, said, time.monotonic() - started


def by_keyboard(page):
    """Everything that a pointer does, with the keys alone."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip", "the first stop skips"
    page.keyboard.press("Enter")
    page.focus("#funnel a")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.classList.contains('step')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY", "a reason comes next"
    page.keyboard.press("Enter")
    page.wait_for_selector("details.reason[open] .example")
    page.focus("#search")
    words = page.evaluate("document.querySelector('.list .what').textContent").split()[:3]
    page.keyboard.type(" ".join(words))
    page.wait_for_function("document.querySelectorAll('.list button').length > 0")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.focus(".list button")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.querySelectorAll('.list button')[1].ariaCurrent")
    assert second == "true", "the arrow opens the next row"
    assert page.locator("#record h4").count() >= 5, "a row has its parts"
    page.focus("#kind")
    page.keyboard.press("End")
    assert (
        "Rejected" in page.locator("#record h3").inner_text() or page.locator("#record .evidence").count()
    ), "a rejected record is shown"
    page.keyboard.press("Home")
    if page.locator(".clusters button").count():
        page.focus(".clusters button")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "cluster", "a cluster leads to its rows"


def main():
    large = changed(fill, "large.html")
    assert large.stat().st_size < MAX_BYTES, f"{large.stat().st_size} bytes"
    hostile = changed(spoil, "hostile.html")
    options = {"args": ["--no-sandbox"]}
    if browser_path:
        options["executable_path"] = browser_path
    with sync_playwright() as tool:
        browser = tool.chromium.launch(**options)
        opened(browser, page_file)[0].close()
        times = []
        for scheme in ("light", "dark"):
            for name, file in (("run", page_file), ("large", large)):
                page, said, seconds = opened(browser, file, scheme)
                assert not said, said
                if name == "large":
                    times.append(seconds)
                page.screenshot(path=pictures / f"{name}-{scheme}.png")
                page.screenshot(path=pictures / f"{name}-{scheme}-all.png", full_page=True)
                if name == "run":
                    assert not page.evaluate(CONTRAST), page.evaluate(CONTRAST)
                    assert not page.evaluate(NAMES), page.evaluate(NAMES)
                    assert page.evaluate(HEADINGS), "headings follow one another"
                page.close()
        assert min(times) < MAX_SECONDS, times
        page, said, _ = opened(browser, large)
        by_keyboard(page)
        assert page.evaluate(HEADINGS), "headings follow one another in what was opened"
        assert not said, said
        page.screenshot(path=pictures / "worked.png")
        page.close()
        page, said, _ = opened(browser, page_file, width=390, height=800)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "too wide"
        page.screenshot(path=pictures / "narrow.png", full_page=True)
        page.close()
        page, said, _ = opened(browser, hostile)
        assert not said, said
        assert page.evaluate("window.hacked === undefined && !document.querySelector('img')")
        assert "<img src=x" in page.locator("#record").inner_text(), "shown as what it is"
        page.close()
        version = browser.version
        browser.close()
    print(
        f"Chromium {version}: ok: the page of {ROWS:,} rows has {large.stat().st_size:,} bytes and"
        f" opens in {min(times):.2f} s; pictures are in {pictures}"
    )


main()
