#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# On a bare Debian with only git, the install step brings everything that configuring needs.  Ends with 77 where no chroot can be made.
#
#   bare_machine.sh SUITE SOURCE_DIR
set -euo pipefail
suite=$1 source=$2
# shellcheck source=installer/lib.sh
source "$source/installer/lib.sh"
bare=$cache/bare-$suite.tar
machine=

skip() {
  echo "skipped: $*"
  exit 77
}

leave() {
  [ "$machine" ] || return 0
  umount "$machine/proc" 2>/dev/null || true
  rm -rf --one-file-system "$machine"
}
trap leave EXIT

# A minimal system with git, packed once; the machine's own apt sources and proxies reach its mirror.
make_bare() {
  local mirror work
  mirror=$(apt-get indextargets --format "\$(REPO_URI)" 'Created-By: Packages' | grep -E '/debian/?$' | head -n 1) || true
  [ "$mirror" ] || skip "no Debian mirror is named in this machine's apt sources"
  work=$(mktemp -d)
  machine=$work
  debootstrap --variant=minbase --include=git,ca-certificates "$suite" "$work" "$mirror" >"$work.log" 2>&1 || {
    tail -n 5 "$work.log"
    skip "debootstrap cannot make a bare $suite here"
  }
  rm -f "$work.log"
  printf 'deb %s %s main\n' "$mirror" "$suite" >"$work/etc/apt/sources.list"
  tar -C "$work" --exclude='./var/cache/apt/archives/*.deb' -cf "$bare.new" .
  mv "$bare.new" "$bare"
  rm -rf --one-file-system "$work"
  machine=
}

((EUID == 0)) || skip "only root can make a bare machine"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"
unshare --mount true 2>/dev/null || skip "no chroot can be made here"
mkdir -p "$cache"
[ -s "$bare" ] || make_bare

machine=$(mktemp -d)
chmod 755 "$machine"
tar -C "$machine" -xf "$bare"
cp /etc/resolv.conf "$machine/etc/resolv.conf"
cp -rL /etc/apt/apt.conf.d/. "$machine/etc/apt/apt.conf.d/"
mkdir -p "$machine/tree" "$cache/bare-debs"
tar -C "$source" --exclude=./build --exclude=./.git -cf - . | tar -C "$machine/tree" -xf -

# Nobody needs this machine after a crash: unpacking waits for no disk, and leaves documents out.
printf 'force-unsafe-io\npath-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\n' >"$machine/etc/dpkg/dpkg.cfg.d/bare"

# Packages fetched earlier are not fetched again.
cp -n "$cache/bare-debs/"*.deb "$machine/var/cache/apt/archives/" 2>/dev/null || true
rm -f "$machine"/etc/apt/apt.conf.d/docker-*
mount -t proc proc "$machine/proc"
clean=(/usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
chroot "$machine" "${clean[@]}" /tree/installer/test --install-only || {
  tail -n 30 "$machine"/root/.cache/vitrine/log/*
  exit 1
}
cp -n "$machine/var/cache/apt/archives/"*.deb "$cache/bare-debs/" 2>/dev/null || true
echo "a bare $suite configures"
