"""A real Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """Find the browser: TOLQYN_CHROMIUM, else one on the path; empty where there is none."""
    asked = os.environ.get("TOLQYN_CHROMIUM", "")
    return next((path for name in (asked, *NAMES) if name and (path := shutil.which(name))), "")


def arguments() -> list[str]:
    """Say how to start it; root needs --no-sandbox."""
    root = hasattr(os, "getuid") and os.getuid() == 0
    return ["--disable-gpu", *(["--no-sandbox"] if root else [])]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments())
        try:
            yield browser
        finally:
            browser.close()
