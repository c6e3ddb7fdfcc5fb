import { canonicalJson } from '../judge/canonical.ts';
import { ROLES } from '../llm/engine.ts';
import type { NamedEndpoint, Settings } from '../store/records.ts';
import type { BackupSettings } from './format.ts';

export interface MergedSettings {
  change: Partial<Settings>;
  /** Names of what was taken, of endpoints that are kept beside under another name, and of what stays as it is here. */
  added: string[];
  beside: string[];
  left: string[];
}

const same = (p: unknown, q: unknown) => canonicalJson(p ?? null) === canonicalJson(q ?? null);

/**
 * What a backup's settings change here: one that stands as on the first visit is taken, one that the person changed
 * stays. Packs are chosen only where they are kept, by their hashes.
 */
export function mergeSettings(
  here: Settings,
  first: Settings,
  theirs: Partial<BackupSettings>,
  keptPacks: ReadonlySet<string>,
): MergedSettings {
  const merged: MergedSettings = { change: {}, added: [], beside: [], left: [] };
  const pick = (words: string, mine: unknown, initial: unknown, value: unknown): unknown => {
    // What stands in the backup as on the first visit was nobody's wish.
    if (same(mine, value) || same(value, initial)) return mine;
    const untouched = same(mine, initial);
    (untouched ? merged.added : merged.left).push(words);
    return untouched ? value : mine;
  };
  const change = (key: keyof Settings, value: unknown) => {
    if (!same(value, here[key])) Object.assign(merged.change, { [key]: value });
  };

  const { endpoints = [], packs = {}, ...others } = theirs;
  for (const [key, value] of Object.entries(others) as [keyof typeof WORDS, unknown][]) {
    const [mine, initial]: unknown[] = [here[key], first[key]];
    if (!isFields(mine) || !isFields(initial) || !isFields(value)) {
      change(key, pick(WORDS[key], mine, initial, value));
      continue;
    }
    const picked = Object.entries(value).map(([name, inner]) => [
      name,
      pick(`${WORDS[key]}, ${name}`, mine[name], initial[name], inner),
    ]);
    change(key, { ...mine, ...Object.fromEntries(picked) });
  }
  mergeEndpoints(here.endpoints, endpoints, merged);
  mergePacks(here.packs, packs, keptPacks, merged);
  return merged;
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const WORDS: Record<Exclude<keyof BackupSettings, 'endpoints' | 'packs'>, string> = {
  theme: 'colours',
  solve: 'options of Solve',
  language: 'language of your programs',
  vim: 'vim keys',
  split: 'width of the statement',
  templates: 'template',
  mirror: 'mirror',
};

/** An endpoint that is here already keeps its key, or gets one if it has none; another of the same name gets a number. */
function mergeEndpoints(
  here: readonly NamedEndpoint[],
  theirs: readonly NamedEndpoint[],
  { change, added, beside }: MergedSettings,
): void {
  const all = [...here];
  for (const endpoint of theirs) {
    const alike = (other: NamedEndpoint, name: string) =>
      same({ ...other, key: '', name }, { ...endpoint, key: '', name }) &&
      (endpoint.key === '' || other.key === '' || other.key === endpoint.key);
    const freeOrAlike = (name: string) => {
      const other = all.find((one) => one.name === name);
      return !other || alike(other, name);
    };
    const name = firstName(endpoint.name, freeOrAlike);
    const at = all.findIndex((one) => one.name === name);
    if (at < 0) {
      all.push({ ...endpoint, name });
      (name === endpoint.name ? added : beside).push(`endpoint ${name}`);
    } else if (endpoint.key !== '' && all[at]!.key === '') {
      all[at] = { ...all[at]!, key: endpoint.key };
      added.push(`key of the endpoint ${name}`);
    }
  }
  if (!same(all, here)) change.endpoints = all;
}

/** `name`, or `name (2)`, `name (3)`, …: the first that will do. */
function firstName(name: string, will: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${name} (${number})`;
    if (will(one)) return one;
  }
}

function mergePacks(
  here: Settings['packs'],
  theirs: Settings['packs'],
  kept: ReadonlySet<string>,
  { change, added, left }: MergedSettings,
): void {
  let next = here;
  for (const [base, roles] of Object.entries(theirs)) {
    for (const role of ROLES) {
      const hash = roles[role];
      const mine = next[base]?.[role];
      if (hash === undefined || mine === hash || (hash !== null && !kept.has(hash))) continue;
      (mine === undefined ? added : left).push(`pack of the ${role}`);
      if (mine === undefined) next = { ...next, [base]: { ...next[base], [role]: hash } };
    }
  }
  if (next !== here) change.packs = next;
}
