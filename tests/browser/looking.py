"""What is wrong with the page that a browser shows, as axe and a ruler see it."""

import importlib.resources

from playwright.sync_api import Page

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """
async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], elementRef: false });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
}
"""
SETTLE = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Everything that stays open once opened: a page must fit before a chart has folded its table away, too.
UNFOLD = "document.querySelectorAll('details:not(.menu)').forEach((one) => { one.open = true; })"


def scrolls_sideways(page: Page) -> bool:
    page.evaluate(SETTLE)
    return page.evaluate(WIDER) > 0


def barriers(page: Page) -> list[str]:
    """What breaks WCAG 2.2 AA, each as "rule: element"."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    return page.evaluate(LOOK, WCAG)


def faults(page: Page) -> list[str]:
    """What is wrong at the present width and colours."""
    return [*(["scrolls sideways"] if scrolls_sideways(page) else []), *barriers(page)]


def show(page: Page, *, size: dict[str, int], scheme: str) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def faults_at_both_widths(page: Page) -> list[str]:
    """Wide and light; narrow and dark; narrow with everything unfolded."""
    show(page, size=WIDE, scheme="light")
    found = [f"wide: {fault}" for fault in faults(page)]
    show(page, size=NARROW, scheme="dark")
    found += [f"narrow: {fault}" for fault in faults(page)]
    page.evaluate(UNFOLD)
    return found + (["narrow and unfolded: scrolls sideways"] if scrolls_sideways(page) else [])
