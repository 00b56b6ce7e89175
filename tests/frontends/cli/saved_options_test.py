# SPDX-License-Identifier: Apache-2.0
# What `vitrine run NAME` takes: debugger, statistics, log, control socket, time limit, window; and `--display qt` with a control socket.
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

VITRINE = sys.argv[1]


def wait_until(condition, what):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


class Qmp:
    """A client of a control socket."""

    def __init__(self, path):
        wait_until(lambda: os.path.exists(path), "no control socket")
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rw")
        assert "QMP" in json.loads(self.lines.readline())
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        self.lines.write(json.dumps({"execute": command, "arguments": arguments, "id": command}) + "\n")
        self.lines.flush()
        while True:
            answer = json.loads(self.lines.readline())
            if answer.get("id") == command:
                return answer


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask_debugger(port):
    """Why the machine stands still, and lets it go on."""
    deadline = time.monotonic() + 20
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as debugger:
                debugger.sendall(b"$?#3f")
                answer = b""
                while b"#" not in answer:
                    answer += debugger.recv(100)
                debugger.sendall(b"+$D#44")
                debugger.recv(100)
                return answer
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, "no debugger's port"
            time.sleep(0.02)


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def start(words, **more):
    return subprocess.Popen([VITRINE] + words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def finish(process, status):
    output = process.communicate(timeout=30)
    assert process.returncode == status, (process.args, process.returncode, output)
    return output[1]


def pid_of(folder):
    return int(next(line[4:] for line in text(os.path.join(folder, "run.lock")).splitlines() if line.startswith("pid=")))


def confined(pid):
    return "NoNewPrivs:\t1" in text(f"/proc/{pid}/status")


def everything_at_once(folder, at):
    port = free_port()
    process = start(["run", "M", "--gdb", f"{port},wait", "--stats", at("stats.json"), "--log", "control,machine", "--qmp", at("qmp"), "--serial",
                     "file:" + at("console"), "--deterministic", "--verify"])
    assert b"T05" in ask_debugger(port)
    client = Qmp(at("qmp"))
    wait_until(lambda: client.ask("query-status")["return"]["status"] == "running", "it does not run")
    assert confined(pid_of(folder))
    refused = subprocess.run([VITRINE, "run", "M", "--gdb", str(port)], capture_output=True, text=True, timeout=30, check=False)
    assert refused.returncode != 0 and "running already" in refused.stderr, refused
    client.ask("stop")
    assert "return" in client.ask("x-vitrine-save", file="one.state")
    assert "return" in client.ask("x-vitrine-restore", file="one.state")
    assert "return" in client.ask("x-vitrine-save", file="two.state")
    with open(os.path.join(folder, "one.state"), "rb") as one, open(os.path.join(folder, "two.state"), "rb") as two:
        assert one.read() == two.read(), "saved, restored and saved again it is another state"
    for name in ("../x.state", "vm.toml", "/tmp/x.state", ".state"):
        assert "error" in client.ask("x-vitrine-save", file=name), name
    client.ask("quit")
    finish(process, 0)
    assert json.loads(text(at("stats.json")))["verified_units"] > 0
    log = text(os.path.join(folder, "log", "process.log"))
    assert "control: debug: save" in log and "machine: info: " in log, log
    assert os.path.exists(at("console")) and not os.path.exists(at("qmp"))


def time_runs_out(folder, at):
    for more in ([], ["--headless"]):
        told = finish(start(["run", "M", "--timeout", "1"] + more), 3)
        assert "still running after 1 s (--timeout)" in told, told
    process = start(["run", "M", "--headless", "--qmp", at("qmp"), "--stats", at("headless.json")])
    client = Qmp(at("qmp"))
    assert client.ask("query-name")["return"]["name"] == "M"
    client.ask("quit")
    finish(process, 0)
    assert json.loads(text(at("headless.json")))["wall_seconds"] > 0
    wait_until(lambda: not os.path.exists(at("qmp")), "the socket was left behind")


def windows(folder, at):
    if shutil.which("Xvfb") is None:
        print("no Xvfb: windows are left out")
        return
    display, theirs = os.pipe()
    with subprocess.Popen(["Xvfb", "-displayfd", str(theirs), "-nolisten", "tcp"], pass_fds=[theirs], stderr=subprocess.DEVNULL) as server:
        try:
            environment = dict(os.environ, DISPLAY=":" + os.read(display, 10).decode().strip())
            saved = start(["run", "M", "--display", "qt", "--qmp", at("saved"), "--log", "machine"], env=environment)
            client = Qmp(at("saved"))
            wait_until(lambda: client.ask("query-status")["return"]["status"] == "running", "it does not run")
            assert confined(pid_of(folder))
            client.ask("quit")
            saved.kill()  # its window shows how it ended
            saved.communicate(timeout=30)
            plain = start(["run", "--isa", "riscv64", "--firmware", "none", "--kernel", at("kernel"), "--display", "qt", "--qmp", at("plain"), "--serial",
                           "file:" + at("window"), "--stats", at("window.json"), "--timeout", "30"], env=environment)
            client = Qmp(at("plain"))
            wait_until(lambda: client.ask("query-status")["return"]["running"], "it does not run")
            assert confined(plain.pid)
            assert "only saved machines have" in client.ask("x-vitrine-save", file="a.state")["error"]["desc"]
            plain.kill()
            plain.communicate(timeout=30)
        finally:
            server.terminate()


def main():
    with tempfile.TemporaryDirectory() as root:
        def at(name):
            return os.path.join(root, name)

        for name in ("DATA_HOME", "CONFIG_HOME", "RUNTIME_DIR"):
            os.mkdir(at(name), 0o700)
            os.environ["XDG_" + name] = at(name)
        with open(at("kernel"), "wb") as file:
            file.write(struct.pack("<I", 0x0000006F) * 64)
        made = subprocess.run([VITRINE, "create", "M", "--firmware", "none", "--kernel", at("kernel"), "--memory", "64M"], capture_output=True, text=True,
                              timeout=30, check=True)
        folder = os.path.dirname(made.stdout.strip())
        for case in (everything_at_once, time_runs_out, windows):
            case(folder, at)
            print(case.__name__, "passed")


main()
