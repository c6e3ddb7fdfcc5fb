#!/usr/bin/env bash
# Puts the shards of a job together when all of them are done: merge.sh FOLDER COMMAND [OPTION…]
#
# FOLDER and COMMAND are those that shard.sh was given. FOLDER then holds what one run of the whole would have written; a
# benchmark's table is printed, for which its options are given again.
set -euo pipefail

usage() {
  echo "Usage: ${0##*/} FOLDER COMMAND [OPTION…]. $1" >&2
  exit 2
}
(($# >= 2)) || usage 'It takes at least two words.'
folder=$(realpath -m -- "$1") command=$2
shift 2
[[ -d $folder/shards ]] || usage "There are no shards in $folder."

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
node tools/ensure.mjs
case $command in
  distill | supervise | correct) exec node --import tsx tools/studio.ts merge "$folder"/shards/* --out "$folder" ;;
  bench:roles | bench:solve | bench:languages)
    exec node --import tsx "tools/${command/:/-}.ts" merge "$folder"/shards/*/results.jsonl \
      --results "$folder/results.jsonl" "$@"
    ;;
  bench:paper)
    results=()
    for file in "$folder"/shards/*/results.jsonl; do results+=(--merge "$file"); done
    exec node --import tsx tools/bench-paper.ts "${results[@]}" --table --out "$folder" "$@"
    ;;
  *) usage "There is no command $command." ;;
esac
