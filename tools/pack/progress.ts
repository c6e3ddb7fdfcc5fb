const MEGA = 1e6;

/** Tells progress on standard error: in place on a terminal, else at every tenth of the way. */
export function tellProgress(what: string): (done: number, total: number) => void {
  const start = performance.now();
  let told = 0;
  return (done, total) => {
    const part = total > 0 ? done / total : 1;
    const finished = done >= total;
    if (!finished && part - told < (process.stderr.isTTY ? 0.01 : 0.1)) return;
    told = part;
    const seconds = (performance.now() - start) / 1000;
    const speed = `${(done / MEGA / Math.max(seconds, 1e-3)).toFixed(0)} MB/s`;
    const line = `${what}: ${(100 * part).toFixed(0)} % of ${(total / MEGA).toFixed(0)} MB, ${speed}`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}${finished ? '\n' : ''}` : `${line}\n`);
  };
}
