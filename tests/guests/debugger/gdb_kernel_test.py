# SPDX-License-Identifier: Apache-2.0
# GDB on a running stock kernel, with symbols from the guest's own /proc/kallsyms:
#   gdb_kernel_test.py VITRINE [further options of vitrine run]...
# The guest is the demo guest that installer/fetch-guest leaves in the cache, or the folder VITRINE_GUEST.
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import kallsyms

GDB = shutil.which("gdb-multiarch") or shutil.which("riscv64-linux-gnu-gdb")
VITRINE, GUEST, OPTIONS = None, None, []
SLOWDOWN = int(os.environ.get("VITRINE_TEST_SLOWDOWN", "1"))  # of sanitizers
BOOT_SECONDS, ANSWER_SECONDS = 240 * SLOWDOWN, 60 * SLOWDOWN
PROMPT = b"~ # "
WANTED = ["__riscv_sys_getpid", "__se_sys_getpid", "__do_sys_getpid", "do_sys_openat2", "ksys_read", "vfs_read", "schedule", "__schedule",
          "ksys_write", "vfs_write", "do_filp_open", "kernel_init", "start_kernel"]


class Machine:
    """A guest at its shell, and the port of its debugger."""

    def __init__(self, cpus):
        self.console = b""
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [VITRINE, "run", "--isa", "riscv64", "--cpus", str(cpus), "--memory", "512M", "--kernel", os.path.join(GUEST, "vmlinux"), "--initrd",
             os.path.join(GUEST, "initramfs.cpio.gz"), "--append", "console=ttyS0 quiet nokaslr", "--gdb", "0", "--timeout", str(600 * SLOWDOWN), *OPTIONS],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors)
        self.wait_for(PROMPT, BOOT_SECONDS)
        self.errors.seek(0)
        self.port = re.search(rb"127\.0\.0\.1:(\d+)", self.errors.read())[1].decode()

    def wait_for(self, wanted, seconds, start=0):
        end = time.monotonic() + seconds
        while wanted not in self.console[start:]:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            got = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not got:
                raise AssertionError(f"{wanted!r} did not come; the console's end: {self.console[-800:]!r}")
            self.console += got

    def send(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def command(self, line):
        """What the shell prints for it."""
        start = len(self.console)
        self.send(line + "; echo en''d")
        self.wait_for(b"end\r\n", ANSWER_SECONDS, start)
        self.wait_for(PROMPT, ANSWER_SECONDS, self.console.index(b"end\r\n", start))
        return self.console[start:].decode(errors="replace")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.errors.close()


class GdbOnAKernel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = Machine(2)
        pattern = "|".join(WANTED)
        cls.symbols = kallsyms.parse(cls.machine.command(f"grep -E ' [tT] ({pattern})$' /proc/kallsyms").replace("\r", ""))
        counter = cls.machine.command("grep -E ' [dDbB] jiffies$' /proc/kallsyms").replace("\r", "")
        cls.jiffies = re.search(r"^([0-9a-f]{16}) . jiffies$", counter, re.MULTILINE)[1]
        cls.folder = tempfile.TemporaryDirectory()
        cls.symbol_file = os.path.join(cls.folder.name, "kernel.elf")
        with open(cls.symbol_file, "wb") as file:
            file.write(kallsyms.elf(cls.symbols))

    @classmethod
    def tearDownClass(cls):
        cls.machine.close()
        cls.folder.cleanup()

    def gdb(self, *commands, typed=None):
        """GDB's words; `typed` goes to the guest's shell once the debugger has let the machine go."""
        arguments = [GDB, "-nx", "-batch", "-ex", "set confirm off", "-ex", f"file {self.symbol_file}", "-ex",
                     f"set remotetimeout {30 * SLOWDOWN}", "-ex", f"target remote 127.0.0.1:{self.machine.port}"]
        for command in commands:
            arguments += ["-ex", command]
        stop = threading.Event()

        def keep_typing():  # the first lines may come before the breakpoint is set
            while not stop.wait(1.0):
                self.machine.send(typed)

        typing = threading.Thread(target=keep_typing) if typed else None
        if typing:
            typing.start()
        try:
            done = subprocess.run(arguments, capture_output=True, text=True, timeout=120 * SLOWDOWN)
        finally:
            stop.set()
            if typing:
                typing.join()
        return done.stdout + done.stderr

    def still_alive(self):
        self.assertIn("4242", self.machine.command("echo $((4200 + 42))"))

    def test_symbols_were_found(self):
        self.assertIn("do_sys_openat2", self.symbols)
        self.assertGreater(self.symbols["do_sys_openat2"], 0xffffffff80000000)

    def test_attach_shows_harts_and_registers_and_lets_go(self):
        text = self.gdb("info threads", "info registers pc sp satp", "print/x $priv", "x/4i $pc", "detach")
        self.assertIn("hart 0", text)
        self.assertIn("hart 1", text)
        self.assertRegex(text, r"pc\s+0xffffffff8")
        self.assertRegex(text, r"satp\s+0x[89a]")
        self.still_alive()

    def test_break_in_a_kernel_function_step_and_go_on(self):
        text = self.gdb("hbreak *do_sys_openat2", "continue", "print $pc == (unsigned long)&do_sys_openat2", "backtrace 1", "x/2i $pc",
                        "info registers ra a0 a1", "stepi", "stepi", "info symbol $pc", "delete", "detach", typed="cat /proc/version > /dev/null")
        self.assertRegex(text, r"Breakpoint 1, (0x[0-9a-f]+ in )?do_sys_openat2")
        self.assertIn("$1 = 1", text)
        self.assertIn("#0", text)
        self.assertIn("do_sys_openat2 + ", text)
        self.still_alive()

    def test_breakpoint_hit_again_and_again(self):
        text = self.gdb("break *ksys_read", "continue", "continue", "continue", "info breakpoints", "delete", "detach",
                        typed="cat /proc/version > /dev/null")
        self.assertIn("breakpoint already hit 3 times", text)
        self.still_alive()

    def test_memory_by_the_guests_translation(self):
        text = self.gdb("set $first = *(unsigned *)&do_sys_openat2", "print $first != 0", "set *(unsigned *)&start_kernel = 0x12345678",
                        "print/x *(unsigned *)&start_kernel", "x/wx 0x10", "detach")
        self.assertIn("$1 = 1", text)
        self.assertIn("$2 = 0x12345678", text)
        self.assertIn("Cannot access memory at address 0x10", text)
        self.still_alive()

    def test_watchpoint_on_the_tick(self):
        text = self.gdb(f"watch *(unsigned long *)0x{self.jiffies}", "continue", "continue", "delete", "detach")
        self.assertEqual(text.count("Old value"), 2, text)
        self.still_alive()

    def test_ctrl_c_and_monitor(self):
        # In batch mode nobody can press the keys; a second program interrupts GDB while the guest idles.
        arguments = [GDB, "-nx", "-q", "-ex", "set confirm off", "-ex", "set pagination off", "-ex", f"target remote 127.0.0.1:{self.machine.port}"]
        process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        process.stdin.write("continue\n")
        process.stdin.flush()
        time.sleep(3)
        process.send_signal(2)
        process.stdin.write("info registers pc\nmonitor info status\ndetach\nquit\n")
        text, _ = process.communicate(timeout=60 * SLOWDOWN)
        self.assertRegex(text, r"(received signal SIGINT|pc\s+0x)")
        self.assertIn("running", text)
        self.still_alive()


if __name__ == "__main__":
    VITRINE, OPTIONS = sys.argv[1], sys.argv[2:]
    CACHE = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    GUEST = os.environ.get("VITRINE_GUEST") or os.path.join(CACHE, "vitrine", "guests", "riscv64")
    if GDB is None or not os.path.exists(os.path.join(GUEST, "vmlinux")):
        print("gdb-multiarch or the demo guest is missing")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
