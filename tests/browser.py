"""Chromium for tests, spoken to by the DevTools protocol over a pipe: no driver, nothing downloaded.

https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Message = dict[str, Any]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE_S = 20.0
#: Key -> its code, and the text that it writes.
_KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, ""), " ": (32, " ")}
_CONTROL = 2


def chromium() -> str | None:
    """Where Chromium is: what ``CHROMIUM`` says, else what the system has."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


class Browser:
    """A Chromium without a window, that knows no host but this one."""

    def __init__(self, program: str, profile: Path) -> None:
        hears, self._write = os.pipe()
        self._read, says = os.pipe()
        arguments = [
            program,
            "--headless=new",
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
        ]
        self._process = subprocess.Popen(  # it listens at descriptor 3 and speaks at 4
            ["bash", "-c", f'exec "$@" 3<&{hears} 4>&{says}', "bash", *arguments],
            pass_fds=(hears, says),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(hears)
        os.close(says)
        self._begun = bytearray()
        self._number = 0
        self.events: deque[Message] = deque()

    def ask(self, method: str, session: str | None = None, **parameters: Any) -> Message:
        """What the browser answers; events that come before it are kept."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": parameters}
        text = json.dumps(asked | ({"sessionId": session} if session else {}))
        os.write(self._write, text.encode() + b"\0")
        while True:
            message = self._next(_PATIENCE_S)
            assert message is not None, f"no answer to {method}"
            if message.get("id") == self._number:
                assert "error" not in message, (method, message)
                return dict(message["result"])
            self.events.append(message)

    def listen(self, seconds: float) -> None:
        """Keep the next event, if one comes."""
        message = self._next(seconds)
        if message is not None:
            self.events.append(message)

    @contextmanager
    def page(self, *, width: int = 1280, dark: bool = False) -> Iterator[Page]:
        """A new page that remembers nothing of others."""
        context = self.ask("Target.createBrowserContext")["browserContextId"]
        target = self.ask("Target.createTarget", url="about:blank", browserContextId=context)
        session = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        try:
            yield Page(self, session["sessionId"], width=width, dark=dark)
        finally:
            self.ask("Target.disposeBrowserContext", browserContextId=context)

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(_PATIENCE_S)
        os.close(self._write)
        os.close(self._read)

    def _next(self, seconds: float) -> Message | None:
        while b"\0" not in self._begun:
            if not select.select([self._read], [], [], seconds)[0]:
                return None
            data = os.read(self._read, 1 << 16)
            assert data, "the browser ended"
            self._begun += data
        text, _, rest = self._begun.partition(b"\0")
        self._begun = bytearray(rest)
        return dict(json.loads(text))


class Page:
    """One page, what it asked for, and what went wrong in it."""

    def __init__(self, browser: Browser, session: str, *, width: int, dark: bool) -> None:
        self._browser = browser
        self._session = session
        self.requests: list[str] = []
        self.problems: list[str] = []
        self._loaded = 0
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable")
        self.resize(width)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme])

    def resize(self, width: int) -> None:
        """Show the page at a width; a narrow one is a phone's."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=844,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def open(self, address: str) -> None:
        """Go to an address, and wait until the page is there."""
        with self.loading():
            self._ask("Page.navigate", url=address)

    @contextmanager
    def loading(self) -> Iterator[None]:
        """What is done here loads another page."""
        self._hear()
        before = self._loaded
        yield
        self.wait(lambda: self._loaded > before, "the page to load")

    def js(self, expression: str) -> Any:
        """The value of an expression in the page; of a promise, what it comes to."""
        answer = self._ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, expression: str) -> Any:
        """The value of an expression, once it is something."""
        found = None

        def is_there() -> bool:
            nonlocal found
            found = self.js(expression)
            return bool(found)

        self.wait(is_there, expression)
        return found

    def wait(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        ends = time.monotonic() + _PATIENCE_S
        while not is_so():
            assert time.monotonic() < ends, f"waited for {what} in vain; {self.problems}"
            self._browser.listen(0.02)
            self._hear()

    def listen(self, seconds: float) -> None:
        """Wait a while for what may come."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            self._browser.listen(left)
        self._hear()

    def click(self, selector: str) -> None:
        """Press the first element with the mouse."""
        name = json.dumps(selector)
        self.wait_for(f"!!document.querySelector({name})")
        x, y = self.js(
            f"(() => {{ const e = document.querySelector({name}); e.scrollIntoView({{block: 'center'}});"
            " const b = e.getClientRects()[0]; return [b.x + b.width / 2, b.y + b.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def write(self, text: str) -> None:
        """Write where the cursor is."""
        self._ask("Input.insertText", text=text)

    def press(self, key: str, *, control: bool = False) -> None:
        """Press a key."""
        code, text = _KEYS[key]
        said = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": code}
        said |= {"modifiers": _CONTROL} if control else {"text": text} if text else {}
        self._ask("Input.dispatchKeyEvent", type="keyDown", **said)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **said)

    def choose(self, name: str, value: str) -> None:
        """Choose an option, or write into the field, of the form of filters."""
        field = f"document.querySelector('form.filters [name={name}]')"
        self.js(f"void ({field}.value = {json.dumps(value)})")
        assert self.js(f"{field}.value") == value

    def text(self, selector: str) -> str:
        """The text of the first element as it is shown."""
        return str(self.js(f"document.querySelector({json.dumps(selector)}).innerText"))

    def _ask(self, method: str, **parameters: Any) -> Message:
        answer = self._browser.ask(method, self._session, **parameters)
        self._hear()
        return answer

    def _hear(self) -> None:
        while self._browser.events:
            event = self._browser.events.popleft()
            if event.get("sessionId") == self._session:
                self._note(event["method"], event["params"])

    def _note(self, method: str, said: Message) -> None:
        if method == "Page.loadEventFired":
            self._loaded += 1
        elif method == "Network.requestWillBeSent":
            self.requests.append(said["request"]["url"])
        elif method == "Page.javascriptDialogOpening":
            self.problems.append(f"dialog: {said['message']}")
        elif method == "Runtime.exceptionThrown":
            self.problems.append(str(said["exceptionDetails"]))
        elif method == "Log.entryAdded" and said["entry"]["level"] in {"error", "warning"}:
            self.problems.append(f"{said['entry']['text']} {said['entry'].get('url', '')}")
        elif method == "Runtime.consoleAPICalled" and said["type"] in {"error", "assert"}:
            self.problems.append(str([one.get("value") for one in said["args"]]))
