import type { Reader } from '../judge/import/reader.ts';
import {
  alike,
  amount,
  between,
  bool,
  type Check,
  fields,
  ifThere,
  listOf,
  mapOf,
  name,
  oneOf,
  orNull,
  text,
} from '../judge/import/shape.ts';
import { ROLES } from '../llm/engine.ts';
import type { BackupSettings } from './format.ts';

const MOST_AT_ONCE = 256;
const role = oneOf(ROLES);

/** Options as they may have been kept by an older page: some may not be there. */
const options: Check = fields({
  ...alike(ifThere(name), 'language', 'via'),
  ...alike(ifThere(between(1, MOST_AT_ONCE)), 'plans', 'programsPerPlan'),
  direct: ifThere(between(0, MOST_AT_ONCE)),
  ...alike(ifThere(amount), 'rounds', 'seed', 'temperature', 'thinking'),
  budget: ifThere(fields(alike(orNull(amount), 'ms', 'tokens'))),
  ...alike(ifThere(bool), 'earlyStop', 'cluster', 'archive', 'trace'),
  without: ifThere(fields({ pack: listOf(role), debugger: bool })),
});

const CHECKS: Record<keyof BackupSettings, Check> = {
  theme: oneOf(['system', 'light', 'dark']),
  solve: options,
  language: name,
  vim: bool,
  split: between(0, 100),
  templates: mapOf(text),
  endpoints: listOf(
    fields({
      ...alike(name, 'name', 'model'),
      url: (url) => {
        if (!/^https?:\/\/[^\s/]/.test(url.text()))
          url.fail('should be an address with https:// or http://.');
      },
      key: text,
      contextLength: between(512, Number.MAX_SAFE_INTEGER),
      inFlight: between(1, MOST_AT_ONCE),
    }),
  ),
  mirror: fields(alike(text, 'models', 'libraries')),
  // A role that is not there stands as the model came.
  packs: mapOf(fields(alike((hash) => hash.value === undefined || orNull(name)(hash), ...ROLES))),
};

export const SETTINGS = Object.keys(CHECKS) as (keyof BackupSettings)[];

/** The settings that are there, checked; those that a backup does not hold are left out. */
export function readSettings(json: Reader): Partial<BackupSettings> {
  const read: Partial<Record<keyof BackupSettings, unknown>> = {};
  for (const key of SETTINGS) {
    const field = json.at(key);
    if (field.missing) continue;
    CHECKS[key](field);
    read[key] = field.value;
  }
  return read as Partial<BackupSettings>;
}
