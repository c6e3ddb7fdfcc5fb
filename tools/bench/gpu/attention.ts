import { BLOCK } from '../../../src/llm/sequences.ts';
import type { Device } from '../../../src/llm/wgsl/device.ts';
import type { GpuPass } from '../../../src/llm/wgsl/gpu.ts';
import { attendSource, joinSource, partSize, partsOf } from '../../../src/llm/wgsl/kernels/attend.ts';
import type { KernelChoice } from '../../../src/llm/wgsl/kernels/choice.ts';
import { type Access, launch } from '../../../src/llm/wgsl/pipelines.ts';
import { best } from './copying.ts';
import { LAYER_7B } from './layer-7b.ts';

const CONTEXTS = [64, 1024, 4096, 16384];
const TRIES = 5;

/** Milliseconds of one layer's attention for one token: by a workgroup a head, and shared out as parts. */
export interface AttentionTime {
  context: number;
  whole: number;
  parts: number;
}

/** Measures attention at the shapes of 7B after contexts of some lengths. */
export async function measureAttention(device: Device, choice: KernelChoice): Promise<AttentionTime[]> {
  const { gpu, pipelines } = device;
  const model = { ...LAYER_7B, contextLength: Math.max(...CONTEXTS) };
  const { heads, kvHeads, headDim, contextLength } = model;
  const bytes = choice.precision === 'f16' ? 2 : 4;
  const blocks = contextLength / BLOCK;
  const store = (size: number) => device.storage(size, 'attention');
  const qkv = store((heads + 2 * kvHeads) * headDim * 4);
  const [rows, places] = [store(16), store(blocks * 4)];
  const cache = store(2 * kvHeads * contextLength * headDim * bytes);
  const [parts, out] = [
    store(heads * partsOf(contextLength) * partSize(model) * 4),
    store(heads * headDim * 4),
  ];
  gpu.queue.writeBuffer(
    places,
    0,
    Uint32Array.from({ length: blocks }, (_, i) => i),
  );
  const attend: Access[] = ['read', 'read', 'read', 'read', 'read', 'write'];
  const [whole, part, join] = await Promise.all([
    pipelines.compile('attend', attend, attendSource(choice, model, 'whole')),
    pipelines.compile('attend to a part', attend, attendSource(choice, model, 'part')),
    pipelines.compile('join the parts', ['read', 'read', 'write'], joinSource(choice, model)),
  ]);
  const given = [qkv, rows, places, cache, cache];
  const wholeGroup = pipelines.group(whole.layout, [...given, out]);
  const partGroup = pipelines.group(part.layout, [...given, parts]);
  const joinGroup = pipelines.group(join.layout, [rows, parts, out]);
  const time = (encode: (pass: GpuPass) => void) =>
    best(TRIES, async () => {
      const encoder = gpu.createCommandEncoder();
      const pass = encoder.beginComputePass();
      encode(pass);
      pass.end();
      gpu.queue.submit([encoder.finish()]);
      await gpu.queue.onSubmittedWorkDone();
    });
  const times: AttentionTime[] = [];
  for (const context of CONTEXTS) {
    gpu.queue.writeBuffer(rows, 0, Uint32Array.of(0, context - 1, 0, 0));
    times.push({
      context,
      whole: await time((pass) => launch(pass, whole, wholeGroup, heads)),
      parts: await time((pass) => {
        launch(pass, part, partGroup, heads, 1, partsOf(context));
        launch(pass, join, joinGroup, heads);
      }),
    });
  }
  for (const buffer of [qkv, rows, places, cache, parts, out]) buffer.destroy();
  return times;
}
