#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs one benchmark inside Linux, the guest's or a chroot on the host, between two marker lines.  run.sh NAME [DIVISOR]
set -e
name=$1 divisor=${2:-1}
cd /bench

fork_loop() {
  i=0
  while [ $i -lt $((2000 / divisor)) ]; do
    /bin/true
    i=$((i + 1))
  done
  echo $i
}
insert_rows() {
  echo 'pragma journal_mode = off; create table t(a integer primary key, b text, c integer); create index i on t(c); begin;'
  echo "with recursive n(i) as (select 1 union all select i + 1 from n where i < $((60000 / divisor))) insert into t select i, 'row ' || i || hex(i * 7919), i * 7919 % 10007 from n;"
  echo 'commit; select count(*), sum(length(b)), max(c) from t; select sum(a) from t where c between 100 and 900;'
}
start_python() { python3 -I -c 'import json, re, collections, argparse, pathlib; print(len(json.dumps(list(range(1000)))))'; }
python_starts() {
  i=0
  while [ $i -lt $((10 / divisor + 1)) ]; do
    start_python
    i=$((i + 1))
  done
}
work() {
  case $name in
    fork_loop) fork_loop ;;
    pipe_switch) ./pipe_switch ;;
    system_calls) ./system_calls ;;
    gzip) gzip -6 <text | wc -c ;;
    xz) xz -1 -T1 <text | wc -c ;;
    sha256sum) sha256sum <text ;;
    compile) gcc -O1 -c -o /tmp/program.o program.c && gcc -o /tmp/program /tmp/program.o && /tmp/program ;;
    sqlite) rm -f /tmp/rows.db && insert_rows | sqlite3 /tmp/rows.db ;;
    python) python_starts ;;
    *) echo "no benchmark is named $name" >&2 && return 1 ;;
  esac
}
if [ "$name" = python ]; then start_python >/tmp/first; fi # writes the modules' bytecode, which an installation would have
echo "start $name"
sum=$(work | cksum)
echo "end $name ${sum%% *}"
