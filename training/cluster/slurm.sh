#!/usr/bin/env bash
# A job as a Slurm array, a shard a task, submitted from the root of the repository (docs/cluster.md):
#
#   SHARDS=64 RUN=/shared/run sbatch --array=1-64%16 training/cluster/slurm.sh distill --seed 1 --count 10000 …
#
# A task whose machine fails is queued again and goes on where it was. Tasks that ran out of time go on when the same line
# is submitted again; those that are done end at once.
#SBATCH --job-name=quartet
#SBATCH --cpus-per-task=2
#SBATCH --mem=8G
#SBATCH --time=12:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=quartet-%A-%a.log
set -euo pipefail

# Slurm runs a copy of this file from a folder of its own.
cd -- "$SLURM_SUBMIT_DIR"
exec training/cluster/shard.sh "$SLURM_ARRAY_TASK_ID" \
  "${SHARDS:?how many shards there are in all, whichever of them this array runs}" \
  "${RUN:?the folder of the job, on a file system that all machines share}" "$@"
