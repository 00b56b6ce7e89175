# SPDX-License-Identifier: Apache-2.0
# The serial console with real pseudo-terminals, pipes, files and signals: terminal_test.py PROGRAM
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
import unittest

PROGRAM = None
PATIENCE = 15 * int(os.environ.get("VITRINE_TEST_SLOWDOWN", "1"))  # seconds, for a loaded machine


class Terminal:
    """The program on a pseudo-terminal of its own, as a session leader in the foreground."""

    def __init__(self, *arguments):
        self.master, self.slave = os.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.text = b""
        self.child = os.fork()
        if self.child == 0:
            os.setsid()
            os.close(self.master)
            import fcntl
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            for descriptor in range(3):
                os.dup2(self.slave, descriptor)
            os.execv(PROGRAM, [PROGRAM, *arguments])

    def type(self, keys):
        os.write(self.master, keys)

    def wait_for(self, wanted):
        end = time.monotonic() + PATIENCE
        while wanted not in self.text:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"{wanted!r} did not come; seen: {self.text!r}")
            self.text += os.read(self.master, 65536)

    def is_raw(self):
        return not termios.tcgetattr(self.slave)[3] & (termios.ICANON | termios.ECHO | termios.ISIG)

    def wait_until(self, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError("the state that was waited for did not come")
            time.sleep(0.01)

    def wait_for_end(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            ready, _, _ = select.select([self.master], [], [], 0.05)
            if ready:
                self.text += os.read(self.master, 65536)
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                self.child = None
                return status
        raise AssertionError("the program did not end")

    def close(self):
        if self.child is not None:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        os.close(self.master)
        os.close(self.slave)


class OnATerminal(unittest.TestCase):
    def setUp(self):
        self.terminal = Terminal("stdio")
        self.addCleanup(self.terminal.close)
        self.terminal.wait_for(b"ready")

    def restored(self):
        self.assertEqual(termios.tcgetattr(self.terminal.slave), self.terminal.before)

    def test_keys_reach_the_guest(self):
        self.assertTrue(self.terminal.is_raw())
        self.terminal.type(b"ls\r\x03\x1a\x1c\x04")
        self.terminal.wait_for(b"ls<0d><03><1a><1c><04>")

    def test_ctrl_a_x_ends_the_machine(self):
        self.terminal.type(b"\x01x")
        self.assertEqual(self.terminal.wait_for_end(), 0)
        self.restored()

    def test_ctrl_a_ctrl_a_sends_one(self):
        self.terminal.type(b"\x01\x01.")
        self.terminal.wait_for(b"<01>.")

    def test_help_lists_the_keys(self):
        self.terminal.type(b"\x01h")
        self.terminal.wait_for(b"end the machine")

    def test_monitor_takes_a_line_and_gives_the_guest_back(self):
        self.terminal.type(b"\x01cinfo x\x7fregisters\r")
        self.terminal.wait_for(b"monitor heard info registers\r\n(vitrine) ")
        self.terminal.type(b"\x01c!\x02")
        self.terminal.wait_for(b"!<02>")

    def test_guest_ends_by_itself(self):
        self.terminal.type(b"Q")
        self.assertEqual(self.terminal.wait_for_end(), 0)
        self.assertIn(b"bye", self.terminal.text)
        self.restored()

    def test_restored_after_signals(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGSEGV, signal.SIGABRT):
            with self.subTest(signal=number.name):
                terminal = Terminal("stdio")
                self.addCleanup(terminal.close)
                terminal.wait_for(b"ready")
                self.assertTrue(terminal.is_raw())
                os.kill(terminal.child, number)
                status = terminal.wait_for_end()
                self.assertNotEqual(status, 0)
                self.assertEqual(termios.tcgetattr(terminal.slave), terminal.before)

    def test_restored_after_our_own_bugs(self):
        for key in (b"A", b"S", b"T", b"E"):
            with self.subTest(key=key):
                terminal = Terminal("stdio")
                self.addCleanup(terminal.close)
                terminal.wait_for(b"ready")
                terminal.type(key)
                self.assertNotEqual(terminal.wait_for_end(), 0)
                self.assertEqual(termios.tcgetattr(terminal.slave), terminal.before)

    def test_suspended_and_continued(self):
        os.kill(self.terminal.child, signal.SIGTSTP)
        os.waitpid(self.terminal.child, os.WUNTRACED)
        self.restored()
        os.kill(self.terminal.child, signal.SIGCONT)
        self.terminal.wait_until(self.terminal.is_raw)
        self.terminal.type(b"on")
        self.terminal.wait_for(b"on")

    def test_idle_costs_nothing(self):
        def ticks():
            with open(f"/proc/{self.terminal.child}/stat") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
            return int(fields[11]) + int(fields[12])
        before = ticks()
        time.sleep(0.5)
        self.assertLessEqual(ticks() - before, 1)


class WithoutATerminal(unittest.TestCase):
    def start(self, *arguments, **streams):
        process = subprocess.Popen([PROGRAM, *arguments], stdout=streams.pop("stdout", subprocess.PIPE),
                                   stderr=streams.pop("stderr", subprocess.PIPE), **streams)
        self.addCleanup(self.clean_up, process)
        return process

    @staticmethod
    def clean_up(process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()

    def test_input_from_a_pipe(self):
        process = self.start("stdio", stdin=subprocess.PIPE)
        output, _ = process.communicate(b"hello\nQ", timeout=PATIENCE)
        self.assertIn(b"hello<0a>bye", output)
        self.assertEqual(process.returncode, 0)

    def test_much_input_arrives_whole(self):
        process = self.start("stdio", stdin=subprocess.PIPE)
        text = b"0123456789" * 20000
        output, _ = process.communicate(text + b"Q", timeout=PATIENCE)
        self.assertEqual(output, b"ready\r\n" + text + b"bye\r\n")

    def test_input_from_a_file(self):
        with tempfile.TemporaryFile() as file:
            file.write(b"typed ahead\x01x")
            file.seek(0)
            process = self.start("stdio", stdin=file)
            output, _ = process.communicate(timeout=PATIENCE)
        self.assertIn(b"typed ahead", output)
        self.assertEqual(process.returncode, 0)

    def test_end_of_input_does_not_end_the_machine(self):
        process = self.start("stdio", stdin=subprocess.DEVNULL)
        time.sleep(0.3)
        self.assertIsNone(process.poll())
        process.terminate()
        process.communicate(timeout=PATIENCE)

    def test_all_descriptors_closed(self):
        process = subprocess.Popen(["/bin/sh", "-c", f"exec {PROGRAM} stdio flood 100000 <&- >&- 2>&-"])
        self.assertEqual(process.wait(timeout=PATIENCE), 0)

    def test_slow_reader_gets_everything(self):
        size = 3_000_000
        process = self.start("stdio", "flood", str(size), stdin=subprocess.DEVNULL)
        time.sleep(0.5)  # the pipe is long full
        output, _ = process.communicate(timeout=PATIENCE)
        self.assertEqual(len(output), len(b"ready\r\n") + size + len(b"last line\n"))
        self.assertTrue(output.endswith(b"last line\n"))

    def test_too_much_output_loses_the_oldest_and_says_so(self):
        size = 200_000_000
        process = self.start("stdio", "flood", str(size), stdin=subprocess.DEVNULL)
        self.assertEqual(process.stderr.readline(), b"flooded\n")
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 0)
        self.assertLess(len(output), size)
        self.assertTrue(output.endswith(b"last line\n"))
        self.assertIn(b"were lost", errors)

    def test_reader_that_leaves_does_not_end_the_machine(self):
        process = self.start("stdio", "flood", "3000000", stdin=subprocess.DEVNULL)
        process.stdout.read(10)
        process.stdout.close()
        self.assertEqual(process.wait(timeout=PATIENCE), 0)
        self.assertEqual(process.stderr.read(), b"flooded\nended\n")

    def test_shared_pipe_keeps_blocking(self):
        # The shell's own descriptors must not become non-blocking behind its back.
        reading, writing = os.pipe()
        process = self.start("stdio", "flood", "1000", stdin=subprocess.DEVNULL, stdout=writing)
        self.assertEqual(process.wait(timeout=PATIENCE), 0)
        self.assertTrue(os.get_blocking(writing))
        os.close(reading)
        os.close(writing)

    def test_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "console.txt")
            process = self.start(f"file:{path}", "flood", "5000", stdin=subprocess.DEVNULL)
            self.assertEqual(process.wait(timeout=PATIENCE), 0)
            with open(path, "rb") as file:
                self.assertTrue(file.read().endswith(b"x\nlast line\n"))

    def test_pty(self):
        process = self.start("pty", stdin=subprocess.DEVNULL)
        line = process.stderr.readline().decode()
        path = line.split()[-1]
        terminal = os.open(path, os.O_RDWR | os.O_NOCTTY)
        os.write(terminal, b"\x01hi")
        text = b""
        while not text.endswith(b"<01>hi"):
            self.assertTrue(select.select([terminal], [], [], PATIENCE)[0])
            text += os.read(terminal, 1000)
        self.assertTrue(text.startswith(b"ready"))
        os.write(terminal, b"Q")
        self.assertEqual(process.wait(timeout=PATIENCE), 0)
        os.close(terminal)

    def test_null(self):
        process = self.start("null", "flood", "5000", stdin=subprocess.DEVNULL)
        output, _ = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, output), (0, b""))

    def test_bad_words_are_refused(self):
        for spec, words in (("nonsense", b"not known"), ("file:", b"name of a file"), ("file:/nowhere/at/all", b"/nowhere/at/all: cannot be written")):
            with self.subTest(spec=spec):
                process = self.start(spec, stdin=subprocess.DEVNULL)
                _, errors = process.communicate(timeout=PATIENCE)
                self.assertEqual(process.returncode, 2)
                self.assertIn(words, errors)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
