#!/usr/bin/env bash
# One shard of a job, for any scheduler: shard.sh I N FOLDER COMMAND [OPTION…]
#
# COMMAND is distill, supervise or correct (npm run studio), or bench:roles, bench:solve, bench:languages or bench:paper, with its
# options but for where it writes. The I-th of N shards lies in FOLDER/shards/I and goes on there where it was. While one process works
# on a shard another waits for it (flock): a scheduler may take a machine for lost that still works.
#
# Ends with the command's status; 2 says that trying again is of no use.
set -euo pipefail

usage() {
  echo "Usage: ${0##*/} I N FOLDER COMMAND [OPTION…]. $1" >&2
  exit 2
}
(($# >= 4)) || usage 'It takes at least four words.'
shard=$1/$2 folder=$(realpath -m -- "$3") command=$4
own=$folder/shards/$1
shift 4
command -v flock > /dev/null || usage 'It needs flock (util-linux).'

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
mkdir -p -- "$own"
exec 9> "$own/lock"
flock --nonblock 9 || {
  echo "shard $shard is being worked on; waiting" >&2
  flock 9
}
node tools/ensure.mjs
# Node itself takes this process's place, and the lock: whoever ends the one ends the other.
case $command in
  distill | supervise | correct)
    exec node --import tsx tools/studio.ts "$command" "$@" --shard "$shard" --out "$own"
    ;;
  bench:roles | bench:solve | bench:languages)
    exec node --import tsx "tools/${command/:/-}.ts" "$@" --shard "$shard" --results "$own/results.jsonl"
    ;;
  bench:paper)
    exec node --import tsx tools/bench-paper.ts "$@" --shard "$shard" --out "$own"
    ;;
  *) usage "There is no command $command." ;;
esac
