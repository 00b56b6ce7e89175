# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# An apt of our own beside the machine's: lists, cache, status and sources lie in $state; architecture $isa. Nothing of the machine's is changed.

# The URIs of Debian's main archive in the machine's own sources, one a line, most likely first.
mirrors() {
  {
    # shellcheck disable=SC2016  # apt expands these itself
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null || true
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null |
      awk '$1 == "deb" || $1 == "URIs:" { for (i = 2; i <= NF; i++) if ($i ~ /^[a-z+]+:\//) print $i }' || true
  } | sed 's,/*$,,' | grep -E '/debian$' | grep -v '^cdrom:' | awk '!seen[$0]++'
}

# An apt of its own: lists, cache, status and sources lie in $state; proxies and credentials stay the machine's, its hooks do not run.
private_apt() {
  local tool=$1
  shift
  "$tool" -c "$state/apt.conf" "$@"
}

write_apt_config() {
  mkdir -p "$state"/{lists/partial,cache/archives/partial,none,debs}
  : >>"$state/status"
  cat >"$state/apt.conf" <<CONFIG
#clear APT::Architectures;
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
APT::Architecture "$isa";
APT::Architectures { "$isa"; };
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
Acquire::Retries "3";
Dir::State "$state";
Dir::State::lists "$state/lists";
Dir::State::status "$state/status";
Dir::Cache "$state/cache";
Dir::Etc::sourcelist "$state/sources.list";
Dir::Etc::sourceparts "$state/none";
Dir::Etc::preferences "$state/none/preferences";
Dir::Etc::preferencesparts "$state/none";
CONFIG
}

keyring() {
  local file
  for file in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do
    [ -s "$file" ] && printf '%s\n' "$file" && return
  done
  die "Debian's archive keys are missing: install debian-archive-keyring"
}

# use_suite MIRROR SUITE: the one source, its lists fetched.
use_suite() {
  printf 'deb [arch=%s signed-by=%s] %s %s main\n' "$isa" "$(keyring)" "$1" "$2" >"$state/sources.list"
  rm -rf "$state/lists"
  mkdir -p "$state/lists/partial"
  private_apt apt-get -q -o APT::Update::Error-Mode=any update
}
