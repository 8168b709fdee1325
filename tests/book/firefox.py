"""A Firefox of its own, driven over WebDriver BiDi: JSON messages over one web socket.

Playwright drives only its own patched Firefox; this is the one that readers have.
"""

import itertools
import json
import subprocess
import tempfile
from types import TracebackType
from typing import Any, Self

import websocket

from tests.book.browsers import find_firefox

_PORT = ("--remote-debugging-port", "0")  # any free one; Firefox says which

# Firefox tells nobody of these tests, and asks for nothing of its own.
_PREFERENCES = {
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,  # BiDi only
    "toolkit.telemetry.enabled": False,
}


class Firefox:
    """A headless Firefox with one tab. `events` holds what it has told and nobody has read yet."""

    def __enter__(self) -> Self:
        self._profile = tempfile.TemporaryDirectory(prefix="firefox-")
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in _PREFERENCES.items())
        with open(f"{self._profile.name}/user.js", "w", encoding="utf-8") as settings:
            settings.write("\n".join(lines))
        self._process = subprocess.Popen(
            [find_firefox(), "--headless", "--no-remote", *_PORT, "--profile", self._profile.name],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._ids = itertools.count()
        self.events: list[dict[str, Any]] = []
        self._socket = websocket.create_connection(
            f"{self._listening()}/session", timeout=60, suppress_origin=True
        )
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.communicate(timeout=30)
        self._profile.cleanup()

    def _listening(self) -> str:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "WebDriver BiDi listening on " in line:
                return line.rsplit(" ", 1)[1].strip()
        raise RuntimeError("Firefox ended before it listened")

    def call(self, method: str, **params: Any) -> Any:
        """Send one command and wait for its answer."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("type") == "event":
                self.events.append(message)
            elif message["id"] == number:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def goto(self, address: str) -> None:
        self.call("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, as JSON; a promise is waited for."""
        result = self.call(
            "script.evaluate",
            expression=f"Promise.resolve({script}).then((value) => JSON.stringify(value ?? null))",
            target={"context": self.tab},
            awaitPromise=True,
            userActivation=True,
        )
        if result["type"] == "exception":
            raise RuntimeError(result["exceptionDetails"]["text"])
        return json.loads(result["result"]["value"])
