import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Counters of Linux's power capping framework (RAPL), which processors of Intel and AMD have. */
const POWERCAP = '/sys/class/powercap';
/** A counter begins anew after some hundred thousand joules; it is read so often that no turn is missed. */
const EVERY_MS = 60_000;

interface Package {
  /** Of microjoules; begins anew at `range`. */
  file: string;
  range: number;
  last: number;
}

/**
 * Joules that the processor's packages have taken since this was called, all that runs on the machine included; null
 * where the counters are not there or may not be read (most systems let root alone).
 */
export function energyMeter(folder = POWERCAP): () => number | null {
  const packages = packagesIn(folder);
  if (packages.length === 0) return () => null;
  let taken = 0;
  const read = (): number => {
    for (const one of packages) {
      const now = count(one.file);
      taken += now >= one.last ? now - one.last : one.range - one.last + now;
      one.last = now;
    }
    return taken / 1e6;
  };
  setInterval(read, EVERY_MS).unref();
  return read;
}

function packagesIn(folder: string): Package[] {
  try {
    // Zones within a package (cores, memory controller) are counted in it.
    return readdirSync(folder)
      .filter((name) => /^intel-rapl:\d+$/.test(name))
      .filter((name) => readFileSync(join(folder, name, 'name'), 'utf8').startsWith('package'))
      .map((name) => {
        const file = join(folder, name, 'energy_uj');
        return { file, range: count(join(folder, name, 'max_energy_range_uj')), last: count(file) };
      });
  } catch {
    return [];
  }
}

const count = (file: string): number => Number(readFileSync(file, 'utf8'));
