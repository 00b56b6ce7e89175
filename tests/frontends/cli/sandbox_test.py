# SPDX-License-Identifier: Apache-2.0
# A machine described on the command line gives up its rights before its first thread, whatever options it has: each thread is asked from outside.
import ctypes
import errno
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

VITRINE, PROBE = sys.argv[1:3]
TGKILL = 234  # x86-64
FOREVER = [0x0000006F]


def elf(code):
    text = b"".join(struct.pack("<I", word) for word in code)
    header = b"\x7fELF\2\1\1" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, 243, 1, 0x80000000, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 7, 128, 0x80000000, 0x80000000, len(text), len(text), 4096)
    return (header + segment).ljust(128, b"\0") + text


def wait_until(condition, what):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def status(pid, field):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(line.split(":")[1].strip() for line in file if line.startswith(field + ":"))


def ask_threads(pid, answers):
    """errno by thread."""
    libc = ctypes.CDLL(None)
    threads = [int(name) for name in os.listdir(f"/proc/{pid}/task")]
    for thread in threads:
        libc.syscall(TGKILL, pid, thread, signal.SIGUSR2)
    wait_until(lambda: os.path.getsize(answers) >= 8 * len(threads), "a thread did not answer")
    with open(answers, "rb") as file:
        return dict(struct.iter_unpack("<ii", file.read()))


def shut_down(path):
    """Ends the machine over its control socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)
        lines = client.makefile("rw")
        lines.readline()
        for command in ("qmp_capabilities", "quit"):
            lines.write(json.dumps({"execute": command}) + "\n")
            lines.flush()
            lines.readline()


def check(folder, name, words, confined=errno.EACCES):
    program, answers = os.path.join(folder, "forever"), os.path.join(folder, "answers")
    if os.path.exists(answers):
        os.remove(answers)
    environment = dict(os.environ, LD_PRELOAD=PROBE, PROBE_FILE="/etc/passwd", PROBE_ANSWERS=answers)
    process = subprocess.Popen([VITRINE, "run", "--isa", "riscv64", "--elf", program, "--timeout", "60"] + words, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    try:
        wait_until(lambda: len(os.listdir(f"/proc/{process.pid}/task")) >= 4, f"{name}: the machine did not start")
        told = ask_threads(process.pid, answers)
        assert status(process.pid, "NoNewPrivs") == ("1" if confined else "0"), name
        assert set(told.values()) == {confined}, f"{name}: {told}"
    except BaseException:
        process.kill()
        raise
    return process


def end(process, status_wanted=None):
    if status_wanted is None:
        process.kill()
    output = process.communicate(timeout=30)
    assert status_wanted is None or process.returncode == status_wanted, (process.returncode, output)
    return output


def main():
    with tempfile.TemporaryDirectory() as folder:
        def at(name):
            return os.path.join(folder, name)

        with open(at("forever"), "wb") as file:
            file.write(elf(FOREVER))
        probe = subprocess.run([VITRINE, "doctor"], capture_output=True, text=True, timeout=30, check=False).stdout
        if "Landlock (ABI" not in probe:
            print("this kernel has no Landlock")
            sys.exit(77)
        end(check(folder, "terminal", ["--serial", "stdio"]))
        end(check(folder, "off", ["--serial", "null", "--sandbox=off"], confined=0))
        end(check(folder, "pty", ["--serial", "pty", "--cpus", "2"]))
        end(check(folder, "deterministic", ["--serial", "null", "--deterministic"]))
        end(check(folder, "debugger", ["--serial", "null", "--gdb", "0"]))
        # All files at once; what was promised is written although the way to it is closed.
        process = check(folder, "files", ["--serial", "file:" + at("console"), "--stats", at("stats.json"), "--qmp", at("qmp"), "--gdb", "0"])
        shut_down(at("qmp"))
        end(process, 0)
        with open(at("stats.json"), encoding="utf-8") as file:
            assert json.load(file)["guest_instructions"] > 0
        assert os.path.exists(at("console")) and not os.path.exists(at("qmp"))
        # The socket goes even where the process is killed.
        end(check(folder, "killed", ["--serial", "null", "--qmp", at("qmp")]))
        wait_until(lambda: not os.path.exists(at("qmp")), "the socket was left behind")
        # A start that fails leaves nothing, and what was there as it was.
        with open(at("kept"), "w", encoding="utf-8") as file:
            file.write("kept")
        failed = subprocess.run([VITRINE, "run", "--isa", "riscv64", "--kernel", at("missing"), "--serial", "file:" + at("kept"), "--stats", at("new"),
                                 "--qmp", at("qmp")], capture_output=True, text=True, timeout=30, check=False)
        assert failed.returncode == 2 and failed.stderr.count("\n") == 1 and "missing" in failed.stderr, failed
        assert sorted(os.listdir(folder)) == ["answers", "console", "forever", "kept", "stats.json"], os.listdir(folder)
        with open(at("kept"), encoding="utf-8") as file:
            assert file.read() == "kept"


main()
