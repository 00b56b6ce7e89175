# SPDX-License-Identifier: Apache-2.0
# Debian's EDK2 and U-Boot on the board virt: the firmware's shell, and variables that outlive the machine.
import hashlib
import os
import signal
import subprocess
import sys
import tempfile

import guest
from guest import Guest, SLOWDOWN

VITRINE = sys.argv[1]
CODE = os.path.join(guest.folder(), "edk2", "code.fd")
U_BOOT = os.path.join(guest.folder(), "u-boot", "u-boot.bin")
FLASH_BYTES = 32 << 20


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def to_shell(machine):
    """Through EDK2's two count-downs to its shell's prompt."""
    machine.expect(b"EDK2 firmware version")
    machine.expect(b"for boot options")
    machine.press(b"\r")
    machine.expect(b"UEFI Interactive Shell")
    machine.expect(b"any other key to continue")
    machine.press(b" ")
    machine.expect(b"Shell> ")


def command(machine, line, answer=b""):
    machine.press(line.encode() + b"\r")
    machine.expect(answer or line.split()[-1].encode())
    machine.expect(b"Shell> ")


def edk2(variables):
    return Guest(VITRINE, boot=["--pflash", f"{CODE},vars={variables}"])


def second_machine_is_refused(variables):
    second = subprocess.run([VITRINE, "run", "--isa", "riscv64", "--pflash", f"{CODE},vars={variables}"], capture_output=True, timeout=60 * SLOWDOWN,
                            stdin=subprocess.DEVNULL)
    assert second.returncode == 1 and b"is in use by another machine" in second.stderr, (second.returncode, second.stderr)


def variables():
    """What is set stays set: after a power-off, and after the machine's process was killed."""
    code = digest(CODE)
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "vars.fd")
        with edk2(file) as machine:
            to_shell(machine)
            command(machine, "set first kept-one")
            second_machine_is_refused(file)
            machine.press(b"reset -s\r")
            machine.end(0, seconds=60)
        assert os.path.getsize(file) == FLASH_BYTES
        with edk2(file) as machine:
            to_shell(machine)
            command(machine, "set first", b"kept-one")
            command(machine, "set second kept-two")
            machine.process.send_signal(signal.SIGKILL)
            machine.end(-signal.SIGKILL, seconds=60)
        with edk2(file) as machine:
            to_shell(machine)
            command(machine, "set first", b"kept-one")
            command(machine, "set second", b"kept-two")
            machine.press(b"reset -s\r")
            machine.end(0, seconds=60)
    assert digest(CODE) == code, "the firmware's code was changed"


def u_boot():
    """As S-mode payload of the default firmware; it finds the flash by its query and programs it."""
    with Guest(VITRINE, boot=["--kernel", U_BOOT]) as machine:
        machine.expect(b"U-Boot 20")
        machine.expect(b"Flash: 32 MiB")
        machine.expect(b"Hit any key")
        machine.press(b" ")
        machine.expect(b"=> ")
        for line, answer in (("flinfo 1", b"CFI conformant"), ("mw.l 0x90000000 0xcafe1234 4", b"=> "),
                             ("protect off all; erase 0x20000000 +0x40000", b"done"), ("cp.b 0x90000000 0x20000000 0x10", b"done"),
                             ("md.l 0x20000000 1", b"20000000: cafe1234"), ("echo sum-$filesize-end", b"sum--end")):
            machine.press(line.encode() + b"\n")
            machine.expect(answer)
        machine.press(b"poweroff\n")
        machine.end(0, seconds=60)


def main():
    for file in (CODE, U_BOOT):
        guest.need(file)
    globals()[sys.argv[2]]()
    print("passed:", sys.argv[2])


main()
