# SPDX-License-Identifier: Apache-2.0
# A real guest on a real pseudo-terminal: keys, monitor, idle cost, a terminal given back.  terminal_guest_test.py VITRINE
import os
import signal
import sys
import termios
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "frontends", "cli"))
import terminal_test  # noqa: E402

GUEST = os.environ.get("VITRINE_GUEST") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "vitrine", "guests",
                                                        "riscv64")
PROMPT = b"~ # "
SLOWDOWN = int(os.environ.get("VITRINE_TEST_SLOWDOWN", "1"))  # of sanitizers
IDLE_SECONDS = 10


class GuestOnATerminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        terminal_test.PATIENCE = 240 * SLOWDOWN
        cls.terminal = terminal_test.Terminal(
            "run", "--isa", "riscv64", "--kernel", os.path.join(GUEST, "vmlinux"), "--initrd", os.path.join(GUEST, "initramfs.cpio.gz"),
            "--append", "console=ttyS0 quiet", "--serial", "stdio", "--timeout", str(900 * SLOWDOWN))
        cls.wait_for(PROMPT)

    @classmethod
    def tearDownClass(cls):
        cls.terminal.close()

    @classmethod
    def wait_for(cls, wanted):
        cls.terminal.wait_for(wanted)
        cls.terminal.text = cls.terminal.text.split(wanted, 1)[1]

    def type(self, keys):
        self.terminal.type(keys)

    def ticks(self):
        with open(f"/proc/{self.terminal.child}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def test_1_ctrl_c_ends_the_guests_command_and_not_the_machine(self):
        self.type(b"sleep 100000\r")
        self.wait_for(b"sleep 100000")
        time.sleep(1)
        self.type(b"\x03")
        self.wait_for(b"^C")
        self.wait_for(PROMPT)
        self.type(b"echo $((40 + 2))\r")
        self.wait_for(b"\r\n42")
        self.wait_for(PROMPT)

    def test_2_monitor_pauses_and_goes_on(self):
        self.type(b"\x01c")
        self.wait_for(b"(vitrine) ")
        for line, answer in ((b"info status", b"running"), (b"info pc", b"pc 0x"), (b"stop", b"(vitrine)"), (b"info status", b"paused"), (b"cont", b"(vitrine)")):
            self.type(line + b"\r")
            self.wait_for(line)
            self.wait_for(answer)
        self.type(b"\x01c")
        self.type(b"echo $((50 + 5))\r")
        self.wait_for(b"\r\n55")
        self.wait_for(PROMPT)

    def test_3_idle_guest_costs_next_to_nothing(self):
        time.sleep(3)  # the last command's echo, the kernel's after-work
        before = self.ticks()
        time.sleep(IDLE_SECONDS)
        share = (self.ticks() - before) / os.sysconf("SC_CLK_TCK") / IDLE_SECONDS
        self.assertLessEqual(share, 0.01)

    def test_4_killed_machine_gives_the_terminal_back(self):
        self.assertTrue(self.terminal.is_raw())
        os.kill(self.terminal.child, signal.SIGTERM)
        self.terminal.wait_for_end()
        self.assertEqual(termios.tcgetattr(self.terminal.slave), self.terminal.before)


if __name__ == "__main__":
    terminal_test.PROGRAM = os.path.abspath(sys.argv.pop(1))
    if not os.path.exists(os.path.join(GUEST, "vmlinux")):
        print("the demo guest is missing: installer/fetch-guest fetches it")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    unittest.main(verbosity=2)
