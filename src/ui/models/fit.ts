import type { KnownModel } from '../../weights/known-models.ts';
import { bytes } from '../words.ts';
import type { DeviceFacts } from './device.ts';

/** Whether this device can run a model, and what is to be known of it. */
export interface Fit {
  /** `slow`: on the processor alone. */
  runs: 'yes' | 'slow' | 'no';
  why: string;
}

/** Bytes of weights that the processor can be asked to read for every token. */
const MOST_ON_CPU = 1.2e9;

type Needs = Pick<KnownModel, 'quantisation' | 'own' | 'bytes' | 'memory' | 'largestTensor'>;

/** `free`: bytes that the browser would still keep for this site; null where it does not tell. */
export function fitOf(model: Needs, { gpu, memory }: DeviceFacts, free: number | null): Fit {
  const no = (why: string): Fit => ({ runs: 'no', why });
  if (free !== null && free < model.bytes)
    return no(
      `no room: ${bytes(model.bytes)} to keep, and the browser has ${bytes(free)} left for this site`,
    );
  if (memory !== null && memory < model.memory)
    return no(`needs ${bytes(model.memory)} of memory; this machine has ${bytes(memory)}`);
  if (!gpu || gpu.software) {
    if (!model.own || model.bytes > MOST_ON_CPU) return no('needs a GPU');
    return { runs: 'slow', why: 'slowly, on the processor alone' };
  }
  if (gpu.largest < model.largestTensor)
    return no(
      `its largest matrix has ${bytes(model.largestTensor)}; this GPU takes ${bytes(gpu.largest)} at once`,
    );
  const wantsHalves = model.quantisation.includes('f16');
  if (wantsHalves && !gpu.halves && !model.own)
    return no('its library needs shader-f16, which this GPU has not; one in f32 does without');
  if (wantsHalves && !gpu.halves)
    return { runs: 'yes', why: 'runs on our own kernels; web-llm’s need shader-f16' };
  return { runs: 'yes', why: 'runs' };
}
