# SPDX-License-Identifier: Apache-2.0
# GDB itself against the server with fake harts: gdb_test.py SERVER
import os
import shutil
import subprocess
import sys
import unittest

SERVER = None
GDB = shutil.which("gdb-multiarch") or shutil.which("riscv64-linux-gnu-gdb")


class Gdb(unittest.TestCase):
    def gdb(self, *commands):
        server = subprocess.Popen([SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            port = server.stdout.readline().strip()
            arguments = [GDB, "-nx", "-batch", "-ex", "set confirm off", "-ex", f"target remote 127.0.0.1:{port}"]
            for command in commands:
                arguments += ["-ex", command]
            done = subprocess.run(arguments, capture_output=True, text=True, timeout=60)
            return done.stdout + done.stderr
        finally:
            server.stdin.close()
            server.wait(timeout=20)
            server.stdout.close()

    def test_architecture_comes_from_the_target(self):
        self.assertIn('"riscv:rv64"', self.gdb("show architecture"))

    def test_registers(self):
        text = self.gdb("set $x7 = 0x1234", "info registers x7 pc", "print/x $fcsr")
        self.assertRegex(text, r"x7\s+0x1234")
        self.assertRegex(text, r"pc\s+0x80000000")

    def test_step_and_breakpoint(self):
        text = self.gdb("stepi", "print/x $pc", "hbreak *0x80000020", "continue", "print/x $pc", "print $x5")
        self.assertIn("$1 = 0x80000004", text)
        self.assertIn("$2 = 0x80000020", text)
        self.assertIn("$3 = 8", text)

    def test_going_on_from_a_breakpoint(self):
        text = self.gdb("break *0x80000008", "break *0x80000010", "continue", "continue", "print/x $pc")
        self.assertIn("$1 = 0x80000010", text)

    def test_memory(self):
        text = self.gdb("set *(unsigned*)0x80000ffe = 0xdeadbeef", "x/2wx 0x80000ffe", "x/2i $pc", "x/wx 0")
        self.assertIn("0xdeadbeef", text)
        self.assertIn("nop", text)
        self.assertIn("Cannot access memory at address 0x0", text)

    def test_threads(self):
        text = self.gdb("info threads", "thread 2", "stepi", "print/x $pc", "thread 1", "print/x $pc")
        self.assertIn("hart 0", text)
        self.assertIn("hart 1", text)
        self.assertIn("$1 = 0x80000004", text)

    def test_monitor_and_detach(self):
        text = self.gdb("monitor info status", "detach")
        self.assertIn("monitor heard info status", text)
        self.assertIn("detached", text)

    def test_kill(self):
        self.assertIn("killed", self.gdb("kill"))


if __name__ == "__main__":
    if GDB is None:
        print("gdb-multiarch is not installed")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    SERVER = sys.argv.pop(1)
    unittest.main()
