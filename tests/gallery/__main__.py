"""Write every page as a picture: `python -m tests.gallery [name ...]` into build/gallery."""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from app.demo import PASSWORD
from tests.gallery.house import make_places
from tests.gallery.table import SHOTS, Shot
from tests.journeys.browsers import open_browser
from tests.journeys.serving import ROOT, serving

FOLDER = ROOT / "build" / "gallery"
WIDTHS = {360: 740, 1280: 800}
LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at."""

    width: int
    scheme: str

    def fits(self, shot: Shot) -> bool:
        """Say whether a page is looked at in this way."""
        return self.scheme == "light" or (shot.dark and self.width == 360)


ALL_IMAGES = """
Promise.all([...document.images].map(async image => {
  image.loading = "eager";
  if (!image.checkVisibility()) return;
  await image.decode();
  const chosen = image.currentSrc;
  if (image.parentElement.matches("picture")) image.parentElement.replaceWith(image);
  image.src = chosen;
  await image.decode();
}))
"""
"""Pictures further down wait until somebody comes near, and those for several widths are chosen
anew while a screenshot of the whole page is taken: they are fetched, and then stay."""
VIEWS = (View(360, "light"), View(1280, "light"), View(360, "dark"))


def sign_in(context: BrowserContext, address: str, who: str) -> None:
    """Sign in as somebody of the demo's team."""
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.locator("[name=login]").fill(who)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("form:has([name=password]) button").first.click()
    page.close()


def take(browser: Browser, address: str, shots: list[Shot], view: View) -> Iterator[str]:
    """Take the pictures of one view; yield what went wrong."""
    for who in dict.fromkeys(shot.who for shot in shots):
        window = {"width": view.width, "height": WIDTHS[view.width]}
        with browser.new_context(
            viewport=window, color_scheme=view.scheme, locale="kk-KZ"
        ) as context:
            if who != "nobody":
                sign_in(context, address, who)
            page = context.new_page()
            for shot in shots:
                if shot.who != who or not view.fits(shot):
                    continue
                for language in LANGUAGES:
                    joint = "&" if "?" in shot.path else "?"
                    answer = page.goto(f"{address}{shot.path}{joint}lang={language}")
                    page.evaluate(ALL_IMAGES)
                    dark = "-dark" if view.scheme == "dark" else ""
                    name = f"{shot.name}-{view.width}-{language}{dark}.png"
                    page.screenshot(path=FOLDER / name, full_page=True)
                    if answer and answer.status >= 400 and not shot.name.startswith("error"):
                        yield f"{name}: {shot.path} gives {answer.status}"
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    if wide > view.width:
                        yield f"{name}: {wide} px wide in a window of {view.width}"


def main(names: list[str]) -> int:
    """Make the house, serve it and take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        places = make_places(Path(name))
        shots = [
            shot._replace(path=shot.path.format(**places))
            for shot in SHOTS
            if not names or shot.name in names
        ]
        with serving(Path(name)) as server, open_browser() as browser:
            for view in VIEWS:
                faults += take(browser, server.address, shots, view)
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
