#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The host-neutral modules compile for another processor and another operating system.  Ends with 77 where that compiler is missing.
#
#   portability.sh COMPILER OS SOURCE_DIR WORK_DIR      OS is linux or windows: which side of core/base/sys is compiled
set -euo pipefail
compiler=$1 os=$2 source=$3 work=$4
modules=(core/base core/memory core/time core/snapshot core/ir core/bus core/cpu core/guest)
command -v "$compiler" >/dev/null || { echo "$compiler is not installed" && exit 77; }

# Of the libraries only headers that know no host are reachable.
mkdir -p "$work/include"
ln -sfn /usr/include/fmt "$work/include/fmt"

cd "$source"
mapfile -t sources < <(find "${modules[@]}" -name '*.cpp' | grep -E "^core/base/sys/$os/|^core/(base/[^/]*\.cpp|[^b].*|bus/.*)$" | sort)
printf '%d files with %s\n' "${#sources[@]}" "$compiler"
printf '%s\n' "${sources[@]}" |
  xargs -P 2 -n 4 "$compiler" -std=c++23 -fsyntax-only -Wall -Wextra -Werror -O1 -ffp-contract=off -I "$source" -isystem "$work/include"
