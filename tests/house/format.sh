#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every source is laid out as clang-format lays it out.  Ends with 77 (1 under CI=true) where clang-format 19 is missing.
set -euo pipefail
cd "$1"
command -v clang-format-19 >/dev/null || { [[ ${CI:-} == true ]] && exit 1; exit 77; }
find core app frontends tests \( -name '*.h' -o -name '*.cpp' \) -print0 | xargs -0 -P 2 -n 20 clang-format-19 --dry-run -Werror
