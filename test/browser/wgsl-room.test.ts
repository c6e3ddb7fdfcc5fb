import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Device, openDevice } from '../../src/llm/wgsl/device.ts';
import type { Gpu } from '../../src/llm/wgsl/gpu.ts';
import { placeWeights } from '../../src/llm/wgsl/weights.ts';
import { randomTensors, smallShape } from '../unit/llm/random-model.ts';

const { gpu } = navigator as unknown as { gpu: Gpu };
const model = smallShape({ layers: 1 });

let device: Device;
beforeEach(async () => {
  device = (await openDevice(gpu))!;
});
afterEach(() => device.gpu.destroy());

async function* streamed() {
  yield* randomTensors(model);
}

test('a tensor that is larger than a GPU binds at once is refused by name, with both sizes', async () => {
  // As a GPU of an old phone would, here at a size that a small model passes.
  Object.defineProperty(device, 'largest', { value: 4096 });
  await expect(placeWeights(device, model, streamed())).rejects.toMatchObject({
    name: 'EngineError',
    message: expect.stringMatching(
      /^model\.embed_tokens\.q_weight needs \d+ bytes on the GPU, which takes 4096 at once; choose a smaller model/,
    ),
  });
  device.check();
});

test('a GPU that is full while a model is loaded says what had no room', async () => {
  // The software adapter is never full, so this one says that it is.
  const pop = device.gpu.popErrorScope.bind(device.gpu);
  device.gpu.popErrorScope = async () => (await pop()) ?? { message: 'out of memory' };
  await expect(placeWeights(device, model, streamed())).rejects.toMatchObject({
    name: 'EngineError',
    message: "the GPU has no room for the model's weights: out of memory",
  });
});
