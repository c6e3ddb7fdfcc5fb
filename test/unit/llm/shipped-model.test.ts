import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createCpuExecutor } from '../../../src/llm/cpu/executor.ts';
import { readRolePack } from '../../../src/roles/pack.ts';
import { loadTensors, openRepository, readPackFile } from '../../../src/weights/repository.ts';
import { folderSource } from '../../../tools/folder-source.ts';
import { loadNodeEngine } from '../../../tools/node-engine.ts';
import { fixture } from '../pack/fixture.ts';

const golden = fixture('quartet-tiny-logits.json');
const folder = fileURLToPath(new URL('../../../public/models/quartet-tiny', import.meta.url));

/** What `training/logits.py` writes: transformers in f32 on the shipped weights, bare and under each pack. */
interface Case {
  tokens: number[];
  role: string | null;
  /** The first logits after the last token. */
  logits: number[];
  argmax: number;
  /** The largest of all logits. */
  max: number;
}

// `training/make.py` writes the golden logits last, when the model is whole.
describe.runIf(existsSync(golden))('the shipped model', () => {
  test.each(['simd', 'typescript'] as const)(
    '%s kernels give the logits of transformers under every role',
    async (kernels) => {
      const cases: Case[] = JSON.parse(readFileSync(golden, 'utf8'));
      const source = folderSource(folder);
      const repository = await openRepository(source);
      const executor = createCpuExecutor(repository.config.model, await loadTensors(repository), kernels);
      for (const { tokens, role, logits, argmax, max } of cases) {
        const record = repository.catalogue.packs.find((pack) => pack.role === role);
        const pack = record && readRolePack(await readPackFile(source, record));
        expect(pack?.role ?? null).toBe(role);
        if (pack) await executor.edit(pack, 1);
        const sequence = executor.create();
        const [found] = await executor.step([{ sequence, tokens }]);
        executor.drop(sequence);
        if (pack) await executor.edit(pack, -1);
        const largest = Math.max(...found.map(Math.abs));
        const off = Math.max(
          ...logits.map((logit, i) => Math.abs(logit - found[i])),
          Math.abs(max - found[argmax]),
        );
        expect(off / largest).toBeLessThan(1e-4);
        expect(found.indexOf(Math.max(...found))).toBe(argmax);
      }
    },
  );

  test('every role is put on, proven and taken off again', async () => {
    const engine = await loadNodeEngine(folder);
    const roles = engine.info.packs.map(({ role }) => role);
    expect(roles.toSorted()).toEqual(['coder', 'debugger', 'planner', 'retriever']);
    for (const role of [...roles, null])
      expect(await engine.verifyRole(role)).toMatchObject({ role, ok: true });
    await engine.dispose();
  });
});
