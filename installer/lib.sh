# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# Shared by the installers: where things lie, steps with elapsed and expected time, and what is missing on this machine.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/vitrine
guests=$cache/guests

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() {
  warn "$(basename "$0"): $*"
  exit 1
}

# Seconds as people read them.
duration() { if (($1 < 100)); then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi; }

# Prints a line a minute, so that a long step without output can be told from one that hangs.
heartbeat() {
  local name=$1 started=$SECONDS
  while true; do
    read -rt 60 <> <(:) || true  # sixty seconds without a child that could outlive us
    say "        … $name: $(duration $((SECONDS - started)))"
  done
}

# step NAME SECONDS COMMAND…: runs the command with its output in a log; says what it is, how long it takes (last time's figure where there
# is one, else SECONDS), and on failure the end of the log.
# The command runs in a subshell, so that die() ends the step alone.
step() {
  local name=$1 expected=$2 started=$SECONDS times=$cache/times/${1//[^a-zA-Z0-9]/-} log=$cache/log/${1//[^a-zA-Z0-9]/-}.log pulse status=0
  shift 2
  mkdir -p "$cache/times" "$cache/log"
  [ -s "$times" ] && expected=$(<"$times")
  say "[$(duration $SECONDS)] $name (up to about $(duration "$expected"))"
  heartbeat "$name" &
  pulse=$!
  if [ "${step_shows_output:-}" ]; then ("$@") || status=$?; else ("$@") >"$log" 2>&1 </dev/null || status=$?; fi
  kill "$pulse" 2>/dev/null || true
  wait "$pulse" 2>/dev/null || true
  if ((status != 0)); then
    [ "${step_shows_output:-}" ] || tail -n 40 "$log" >&2
    warn "$name failed after $(duration $((SECONDS - started))) with status $status"
    return "$status"
  fi
  # A step that found nothing to do says nothing about the next time.
  if (((SECONDS - started) * 4 > expected)); then printf '%d\n' $((SECONDS - started)) >"$times"; fi
}

# Configures a preset; a folder that another source tree or an interrupted run left behind is made anew.
configure_preset() {
  cmake --preset "$1" && return
  warn "the folder build/$1 does not configure; it is made anew"
  rm -rf "$root/build/$1"
  cmake --preset "$1"
}
