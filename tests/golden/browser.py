"""browser.py REPORT_HTML REPORT_JSON - opens the page in headless Chromium, by its debugging pipe, and uses it."""
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --disable-dev-shm-usage --remote-debugging-pipe""".split()


class Browser:
    def __init__(self, folder):
        command = " ".join(["exec", "chromium", *FLAGS, f"--user-data-dir='{folder}'", "about:blank"])
        self.process = subprocess.Popen(["sh", "-c", command + " 3<&0 4>&1 1>/dev/null 2>/dev/null"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.n, self.rest, self.events, self.session = 0, b"", [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")

    def call(self, method, **params):
        self.n += 1
        message = {"id": self.n, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.process.stdin.write(json.dumps(message).encode() + b"\0")
        self.process.stdin.flush()
        while True:
            answer = self.read()
            if answer.get("id") == self.n:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def read(self):
        while b"\0" not in self.rest:
            more = self.process.stdout.read1(1 << 20)
            assert more, "the browser is gone"
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def open(self, url, width, scripts=True):
        self.events = []
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url=url)
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self.read())

    def do(self, script):
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def quiet(self, url):
        """Nothing was asked for but the page, and nobody complained."""
        self.call("Page.getLayoutMetrics")  # what was said before has arrived
        asked = [e["params"]["request"]["url"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        assert [u for u in asked if not u.startswith("data:")] == [url], asked
        said = [e for e in self.events
                if e.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")]
        assert not said, said

    def close(self):
        self.session = None
        signal.alarm(20)
        try:
            self.call("Browser.close")
            self.process.wait()
        except (AssertionError, BrokenPipeError, TimeoutError):
            pass
        finally:
            signal.alarm(0)
            self.process.kill()
            self.process.wait()


def too_long(number, frame):
    raise TimeoutError("the browser hangs")


SHOWN = "[...document.querySelectorAll('%s')].filter(e => !e.hidden).length"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def use(b, url, report):
    n = len(report["findings"])
    for width in (1280, 400):
        b.open(url, width)
        assert b.do(OVERFLOW) == 0, width
        b.quiet(url)
    b.open(url, 1280)
    # Folded at first; a link to a finding opens it.
    assert b.do("document.querySelectorAll('details[open]').length") == 0
    first, last = report["findings"][0], report["findings"][-1]
    b.do(f"location.hash = '#{last['id']}'")
    time.sleep(0.2)
    assert b.do(f"document.getElementById('{last['id']}').open") is True
    b.do("document.getElementById('open-all').click()")
    assert b.do("document.querySelectorAll('details:not([open])').length") == 0
    # Search by words, by id; filter by detector and by weight.
    b.do("q.value = 'no such words at all'; q.dispatchEvent(new Event('input'))")
    assert b.do(SHOWN % "details.finding") == 0 and b.do(SHOWN % "article.syndicate") == 0
    assert b.do("matches.textContent").startswith("0 of ")
    b.do(f"q.value = '{first['id']}'; q.dispatchEvent(new Event('input'))")
    assert b.do(SHOWN % "details.finding") >= 1
    assert b.do(f"document.getElementById('{first['id']}').hidden") is False
    b.do("q.value = ''; detector.value = detector.options[1].value; detector.dispatchEvent(new Event('input'))")
    of_one = sum(f["detector"] == sorted({f["detector"] for f in report["findings"]})[0] for f in report["findings"])
    assert b.do(SHOWN % "details.finding") == of_one
    b.do("detector.value = ''; weight.value = '99'; weight.dispatchEvent(new Event('input'))")
    assert b.do(SHOWN % "details.finding") == 0
    b.do("weight.value = ''; weight.dispatchEvent(new Event('input'))")
    assert b.do(SHOWN % "details.finding") == n and b.do("matches.textContent") == ""
    # The flows behind an edge, then only those of a part of the period.
    b.do("document.querySelector('tr[data-edge] button').click()")
    rows = b.do("document.querySelectorAll('.panel tbody tr').length")
    assert rows > 0 and f"{rows} of {rows} flow" in b.do("document.querySelector('.panel').textContent")
    b.do("var s = document.querySelector('.slider input'); s.value = s.max; s.dispatchEvent(new Event('input'))")
    assert b.do("document.querySelectorAll('.panel tbody tr').length") < rows
    assert b.do("document.querySelectorAll('.edge.off, .mark.off').length") > 0
    b.quiet(url)
    # Without the script everything is open and there.
    b.open(url, 1280, scripts=False)
    root = b.call("DOM.getDocument")["root"]["nodeId"]
    folded = b.call("DOM.querySelectorAll", nodeId=root, selector="details:not([open])")["nodeIds"]
    opened = b.call("DOM.querySelectorAll", nodeId=root, selector="details.finding[open]")["nodeIds"]
    tools = b.call("DOM.querySelectorAll", nodeId=root, selector="#tools[hidden]")["nodeIds"]
    assert (folded, len(opened), len(tools)) == ([], n, 1)
    b.quiet(url)


def main(page, report):
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(120)
    with tempfile.TemporaryDirectory() as folder:
        b = Browser(folder)
        try:
            use(b, Path(page).resolve().as_uri(), json.loads(Path(report).read_text(encoding="utf-8")))
        finally:
            b.close()
    print("the page works")


main(*sys.argv[1:])
