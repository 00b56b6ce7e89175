#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# ShellCheck has nothing to say about our scripts.  Ends with 77 where it is missing.
set -euo pipefail
cd "$1"
command -v shellcheck >/dev/null || exit 77
shellcheck -x installer/{run,test,fetch-guest,format,lib.sh,apt.sh,packages.sh} tests/bench/fetch .ci/run tests/house/*.sh
shellcheck -s sh resources/guests/riscv64/{init,profile} tests/bench/linux/{init,run.sh}
