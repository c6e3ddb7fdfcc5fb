import { expect, test } from 'vitest';
import { loadCpuExecutor } from '../../../src/llm/cpu/executor.ts';
import { createEngine } from '../../../src/llm/create-engine.ts';
import type { Executor, StepInput } from '../../../src/llm/executor.ts';
import { hasRoom } from '../../../src/llm/room.ts';
import { createTokenizer } from '../../../src/llm/tokenizer.ts';
import { openRepository, readFile } from '../../../src/weights/repository.ts';
import { folderSource } from '../../../tools/folder-source.ts';
import { tokensOf } from '../../browser/llm-requests.ts';
import { fixture } from '../pack/fixture.ts';
import { randomTokens } from './random-model.ts';

const text = (prompt: number[], longest: number) => ({ prompt, longest });

test('texts have room together up to the positions that there are', () => {
  const running = [text([1, 2, 3], 40)];
  expect(hasRoom(text([4, 5], 60), running, 100)).toBe(true);
  expect(hasRoom(text([4, 5], 61), running, 100)).toBe(false);
  expect(hasRoom(text([4, 5], 1e9), running, Number.POSITIVE_INFINITY)).toBe(true);
});

test('what prompts begin with alike is held once', () => {
  const prompt = Array.from({ length: 90 }, (_, i) => i);
  const four = Array.from({ length: 4 }, () => text(prompt, 100));
  expect(hasRoom(text(prompt, 100), four, 140)).toBe(true);
  expect(hasRoom(text(prompt, 100), four, 139)).toBe(false);
  const other = text([...prompt.slice(0, 50), -1], 100);
  expect(hasRoom(other, four, 180)).toBe(true);
  expect(hasRoom(other, four, 179)).toBe(false);
});

test('an engine begins requests only where all texts under way have room, and answers them all', async () => {
  const source = folderSource(fixture('packed'));
  const repository = await openRepository(source);
  const tokenizer = createTokenizer(await readFile(source, 'tokenizer.json'));
  const requests = Array.from({ length: 6 }, (_, i) => ({
    ...{ id: `r${i}`, role: null, maxTokens: 8, seed: i, temperature: 0.9, topP: 1, topK: 0 },
    ...{
      prompt: { tokens: randomTokens(20, repository.config.model, i + 1) },
      repetitionPenalty: 1,
      stop: [],
    },
  }));
  const answer = async (positions: number | undefined) => {
    const lengths = new Map<number, number>();
    let most = 0;
    const inner = await loadCpuExecutor(repository);
    const executor: Executor = new Proxy(inner, {
      get(target, key: keyof Executor) {
        if (key === 'positions') return positions;
        if (key === 'step')
          return (inputs: StepInput[]) => {
            for (const { sequence, tokens } of inputs)
              lengths.set(sequence, (lengths.get(sequence) ?? 0) + tokens.length);
            most = Math.max(
              most,
              [...lengths.values()].reduce((a, b) => a + b, 0),
            );
            return target.step(inputs);
          };
        if (key === 'drop')
          return (sequence: number) => {
            lengths.delete(sequence);
            target.drop(sequence);
          };
        const value = target[key];
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const engine = await createEngine({
      ...{ executor, tokenizer, template: repository.config.template, packs: new Map(), guessing: false },
      base: { model: 'small', baseHash: repository.manifest.baseHash, config: repository.config.model },
      ...{ adapter: '', trainedOn: null, thinking: null, parameters: 0, weightBytes: 0 },
    });
    const texts = await tokensOf(engine.submit(requests, new AbortController().signal));
    await engine.dispose();
    return { texts, most };
  };
  const free = await answer(undefined);
  expect(free.most).toBeGreaterThan(100);
  const narrow = await answer(60);
  expect(narrow.texts).toEqual(free.texts);
  expect(narrow.most).toBeLessThanOrEqual(60);
  // One alone is always begun.
  expect((await answer(10)).texts).toEqual(free.texts);
});
