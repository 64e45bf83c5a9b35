"""The machine's Chromium, and a window of it at some size."""

import shutil

from playwright.sync_api import Browser, BrowserContext, Playwright, expect

from tests.journeys.looking import Size
from tests.waiting import PATIENCE

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def launch(playwright: Playwright) -> Browser:
    """Start the machine's browser; what is expected of its pages is waited for patiently."""
    expect.set_options(timeout=PATIENCE * 1000)
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    assert found, "no Chromium on this machine: run `make system`"
    return playwright.chromium.launch(executable_path=found, args=list(FLAGS))


def context_of(browser: Browser, size: Size, *, script: bool = True) -> BrowserContext:
    """Open a window of that size, with its own cookies."""
    context = browser.new_context(
        viewport={"width": size.width, "height": size.height},
        has_touch=size.touched,
        is_mobile=size.touched,
        java_script_enabled=script,
        locale="zh-CN",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE * 1000)
    return context
