import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../../src/llm/load.ts';
import { Random } from '../../../src/studio/family/random.ts';
import type { Source } from '../../../src/weights/source.ts';
import { folderSource } from '../../../tools/folder-source.ts';
import { fixture } from '../pack/fixture.ts';

const source = folderSource(fixture('packed'));
const TYPED = ['WeightsError', 'RolePackError', 'EngineError'];
const TRIALS = 60;

/** The fixture with one file changed. */
function withFile(path: string, bytes: Uint8Array<ArrayBuffer>): Source {
  return {
    name: 'packed',
    read: async (name, ...more) => (name === path ? bytes : source.read(name, ...more)),
  };
}

/** Another value in the place of one of a JSON document's, at random. */
function mutate(json: unknown, random: Random): unknown {
  const strange = [null, -1, 0, 1e300, 0.5, '', 'x', [], {}, true, '__proto__'];
  if (random.chance(0.15) || typeof json !== 'object' || json === null) return random.pick(strange);
  const copy = structuredClone(json) as Record<string, unknown>;
  const key = random.pick(Object.keys(copy).length ? Object.keys(copy) : ['x']);
  if (random.chance(0.1)) delete copy[key];
  else copy[key] = mutate(copy[key], random);
  return copy;
}

describe.each(['mlc-chat-config.json', 'tensor-cache.json', 'quartet.json', 'tokenizer.json'])(
  '%s',
  (path) => {
    test('with any value changed loads, or is refused by a typed error that names what is wrong', async () => {
      const random = new Random(path);
      const json = JSON.parse(new TextDecoder().decode((await source.read(path))!));
      const outcomes = new Set<string>();
      for (let i = 0; i < TRIALS; i++) {
        const changed = mutate(json, random);
        const bytes = new TextEncoder().encode(JSON.stringify(changed));
        const outcome = await loadEngine(withFile(path, bytes)).then(
          async (engine) => {
            await engine.dispose();
            return 'loaded';
          },
          (error: Error) => error.name,
        );
        expect([...TYPED, 'loaded'], JSON.stringify(changed).slice(0, 300)).toContain(outcome);
        outcomes.add(outcome);
      }
      expect(outcomes.size).toBeGreaterThan(1);
    });

    test('with its bytes damaged or cut off does so too', async () => {
      const random = new Random(`${path} bytes`);
      const whole = (await source.read(path))!;
      for (let i = 0; i < TRIALS; i++) {
        const bytes = whole.slice(0, random.chance(0.3) ? random.int(0, whole.length) : whole.length);
        if (bytes.length) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
        const outcome = await loadEngine(withFile(path, bytes)).then(
          (engine) => engine.dispose().then(() => 'loaded'),
          (error: Error) => error.name,
        );
        expect([...TYPED, 'loaded']).toContain(outcome);
      }
    });
  },
);
