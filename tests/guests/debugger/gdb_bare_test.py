# SPDX-License-Identifier: Apache-2.0
# GDB on a bare program from its very first instruction: gdb_bare_test.py VITRINE [further options of vitrine run]...
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "isa", "random"))
import encoding as e  # noqa: E402
from program import Insn, Label, elf, lay_out  # noqa: E402

GDB = shutil.which("gdb-multiarch") or shutil.which("riscv64-linux-gnu-gdb")
VITRINE, OPTIONS = None, []
SLOWDOWN = int(os.environ.get("VITRINE_TEST_SLOWDOWN", "1"))  # of sanitizers
ENTRY, DATA = 0x80000000, 0x80001000
LOAD, STORE, AMO = ENTRY + 8, ENTRY + 12, ENTRY + 16


def program():
    """x5 = DATA; for ever: x6 += 1; x7 = [x5]; [x5 + 8] = x6; [x5 + 16] += x6."""
    loop = Label()
    code = [Insn(e.u_type(0x17, 5, 1), "auipc"), loop, Insn(e.i_type(0x13, 0, 6, 6, 1), "addi"), Insn(e.i_type(0x03, 3, 7, 5, 0), "ld"),
            Insn(e.s_type(0x23, 3, 5, 6, 8), "sd"), Insn(e.r_type(0x2f, 3, 0, 0, 8, 6), "amoadd.d zero, t1, (s0)"),
            Insn(lambda offset: e.j_type(0, offset), "j", target=loop)]
    image = lay_out(code, ENTRY)
    return elf([(ENTRY, image), (DATA, bytes(4096))], ENTRY)


class GdbOnABareProgram(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        path = os.path.join(self.folder.name, "program.elf")
        with open(path, "wb") as file:
            file.write(program())
        self.machine = subprocess.Popen(
            [VITRINE, "run", "--isa", "riscv64", "--firmware", "none", "--display", "none", "--serial", "null", "--memory", "64M", "--gdb", "0,wait",
             "--timeout", str(120 * SLOWDOWN), *OPTIONS, "--elf", path], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        self.port = re.search(r"127\.0\.0\.1:(\d+)", self.machine.stderr.readline())[1]

    def end(self):
        self.machine.kill()
        self.machine.wait()
        self.machine.stderr.close()

    def gdb(self, *commands):
        arguments = [GDB, "-nx", "-batch", "-ex", "set confirm off", "-ex", "set architecture riscv:rv64", "-ex",
                     f"target remote 127.0.0.1:{self.port}"]
        for command in commands:
            arguments += ["-ex", command]
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=100 * SLOWDOWN)
        return done.stdout + done.stderr

    def at_loop(self, *commands):
        """At the loop's first instruction, s0 set up for the AMO."""
        return self.gdb(f"hbreak *{ENTRY + 4:#x}", "continue", f"set $s0 = {DATA + 16:#x}", "delete", *commands)

    def test_first_instruction_waits_for_the_debugger(self):
        self.assertIn("$1 = 0x1000", self.gdb("print/x $pc", "detach"))

    def test_steps_go_by_one_instruction(self):
        text = self.at_loop("stepi", "print/x $pc", "print $t1", "stepi", "stepi", "print/x $pc", "print $priv", "kill")
        self.assertIn(f"$1 = {LOAD:#x}", text)
        self.assertIn("$2 = 1", text)
        self.assertIn(f"$3 = {AMO:#x}", text)
        self.assertIn("$4 = 3", text)

    def test_write_watchpoint_stops_behind_the_store(self):
        text = self.at_loop(f"watch *(long *){DATA + 8:#x}", "continue", "print/x $pc", "continue", "print $t1", "kill")
        self.assertIn("Hardware watchpoint 2", text)
        self.assertIn(f"$1 = {STORE + 4:#x}", text)
        self.assertRegex(text, r"Old value = 1\s+New value = 2")
        self.assertIn("$2 = 2", text)

    def test_read_watchpoint_stops_behind_the_load(self):
        text = self.at_loop(f"rwatch *(int *){DATA + 4:#x}", "continue", "print/x $pc", "kill")
        self.assertIn("Hardware read watchpoint 2", text)
        self.assertIn(f"$1 = {LOAD + 4:#x}", text)

    def test_access_watchpoint_stops_behind_the_amo(self):
        text = self.at_loop(f"awatch *(long *){DATA + 16:#x}", "continue", "print/x $pc", "kill")
        self.assertIn(f"$1 = {AMO + 4:#x}", text)

    def test_removed_watchpoint_lets_the_machine_run(self):
        text = self.at_loop(f"watch *(long *){DATA + 8:#x}", "continue", "delete", f"hbreak *{LOAD:#x} if $t1 == 20", "continue", "print $t1", "kill")
        self.assertIn("$1 = 20", text)

    def test_code_written_by_the_debugger_is_executed(self):
        nop_then = e.i_type(0x13, 0, 6, 6, 100)
        text = self.at_loop(f"set *(unsigned *){ENTRY + 4:#x} = {nop_then:#x}", "stepi", "print $t1", "kill")
        self.assertIn("$1 = 100", text)

    def test_kill_ends_the_machine(self):
        self.gdb("kill")
        self.assertEqual(self.machine.wait(timeout=20 * SLOWDOWN), 0)


if __name__ == "__main__":
    VITRINE, OPTIONS = sys.argv[1], sys.argv[2:]
    if GDB is None:
        print("gdb-multiarch is not installed")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
