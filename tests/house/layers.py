# SPDX-License-Identifier: Apache-2.0
# Wrong arrows between modules stop the configuration with a sentence that names both ends; right ones do not.
import pathlib
import subprocess
import sys
import tempfile

CASES = {  # the arrow that is drawn -> what the error says; None: it configures
    "right": None,
    "upward": "core/time (layer 1) must not use core/bus (layer 2)",
    "upward_before_it_exists": "core/time (layer 1) uses core/vm, which does not exist below it",
    "same_layer_without_peers": "core/cpu (layer 2) must not use core/bus (layer 2)",
    "peer_of_another_layer": "core/cpu (layer 2) names core/memory (layer 1) as a peer",
    "circle_of_peers": "core/cpu (layer 2) uses core/ir, which does not exist below it",
    "itself": "core/cpu (layer 2) uses core/cpu, which does not exist below it",
    "no_layer": "core/cpu names no LAYER",
}


def configure(source: pathlib.Path, case: str) -> tuple[int, str]:
    """Configures the little project and gives cmake's status and its output on one line."""
    with tempfile.TemporaryDirectory() as build:
        done = subprocess.run(
            ["cmake", "-S", source / "tests/house/layers", "-B", build, f"-DCASE={case}", f"-DHELPER={source}/cmake/VitrineModule.cmake"],
            capture_output=True, text=True, check=False)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def main() -> int:
    source = pathlib.Path(sys.argv[1])
    wrong = 0
    for case, expected in CASES.items():
        status, output = configure(source, case)
        good = status == 0 if expected is None else status != 0 and expected in output
        print(f"{'ok' if good else 'WRONG'}: {case}" + ("" if good else f": status {status}: {output}"))
        wrong += not good
    return 1 if wrong else 0


sys.exit(main())
