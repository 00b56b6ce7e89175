# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Installs the packages of packages.txt that this machine lacks; asks for root and network only when one is missing.

# as_root COMMAND…: as we are, by sudo, or by su where there is a terminal to ask on.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    sudo "$@"
  elif command -v su >/dev/null && [ -t 0 ]; then
    su -c "$(printf '%q ' "$@")" root
  else
    die "packages are missing, and this account cannot become root here; install them by hand: ${missing[*]}"
  fi
}

# is_installed NAME: completely installed, also where another package provides it.
is_installed() {
  local state
  state=$(dpkg-query -W -f='${db:Status-Abbrev}\n' "$1" 2>/dev/null || true)
  [[ $state == ii* ]]
}

# Prints the packages that are missing, one line each with its alternatives.
missing_packages() {
  local line name found
  while read -r line; do
    found=
    for name in ${line//|/ }; do
      if is_installed "$name"; then found=1; fi
    done
    [ "$found" ] || printf '%s\n' "$line"
  done < <(grep -v '^#' "$root/installer/packages.txt" | grep .)
}

# Takes the first alternative that this release of Debian has.
choose_alternative() {
  local name policy
  for name in ${1//|/ }; do
    policy=$(apt-cache policy "$name" 2>/dev/null)
    if [[ $policy == *"Candidate: "[!\(]* ]]; then
      printf '%s\n' "$name"
      return
    fi
  done
  die "this Debian release has no package named ${1// | / or }"
}

apt_as_root() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"; }

install_packages() {
  local line name names=() missing try
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} > 0)) || return 0
  say "missing: ${missing[*]}"
  if [ "$(dpkg --audit)" ]; then as_root dpkg --configure -a; fi
  for try in 1 2 3; do
    if apt_as_root update; then break; fi
    ((try < 3)) || die "the lists of packages cannot be fetched from this machine's mirror"
    sleep $((try * 5))
  done
  for line in "${missing[@]}"; do
    name=$(choose_alternative "$line") || return 1
    names+=("$name")
  done
  for try in 1 2 3; do
    if apt_as_root install -y --no-install-recommends "${names[@]}" && [ -z "$(missing_packages)" ]; then return 0; fi
    sleep $((try * 5))
  done
  die "these packages cannot be installed: ${names[*]}"
}
