import { openGpuPage } from '../../gpu-page.ts';
import type { GpuModelSpeeds, MeasuredGpu, MeasureGpu, RoleSwitch } from './measure.ts';

/** Measures a model on the machine's GPU, or on Chromium's software adapter, and tells the lines to print. */
export async function reportGpu(folder: string, kernels: string | null): Promise<string[]> {
  const { page, modelUrl, chromium, close } = await openGpuPage('./bench/gpu/page.ts', folder);
  try {
    const measured = await page.evaluate(
      ([url, named]) =>
        (globalThis as unknown as { measureGpu: MeasureGpu }).measureGpu(url as string, named),
      [modelUrl, kernels],
    );
    return [`${folder} on ${measured.adapter}, Chromium ${chromium}`, ...linesOf(measured)];
  } finally {
    await close();
  }
}

function linesOf(measured: MeasuredGpu): string[] {
  const { model, layer, roles, baseBytes, packBytes } = measured;
  const lines = [
    `copying moves ${gigabytes(measured.copyBandwidth)}/s, read and written`,
    ...speedLines('the model', model, measured.copyBandwidth),
    ...speedLines('one layer at the shapes of 7B', layer, measured.copyBandwidth),
  ];
  if (roles) lines.push(`the model's ${switchLine(roles)}`);
  lines.push(`the layer's ${switchLine(measured.layerRoles)}`);
  const { bytes, largestShard, peak } = measured.loading;
  const megabytes = (count: number) => `${(count / 2 ** 20).toFixed(0)} MiB`;
  lines.push(
    `loading ${megabytes(bytes)} in shards of at most ${megabytes(largestShard)} holds ${megabytes(peak)} of ` +
      `JavaScript memory at most; two shards and 64 MB are ${megabytes(2 * largestShard + 64e6)}`,
  );
  for (const { context, whole, parts } of measured.attention)
    lines.push(
      `a layer's attention after ${`${context}`.padStart(5)} tokens takes ${parts.toFixed(2)} ms in parts, ` +
        `${whole.toFixed(2)} ms by one workgroup a head`,
    );
  const share = ((baseBytes + packBytes) / baseBytes).toFixed(2);
  return [...lines, `base and packs are ${share} × the base's ${baseBytes} bytes`];
}

function switchLine({ switch: ms, copy, write, editedBytes }: RoleSwitch): string {
  const times = (other: number) => `${other.toFixed(2)} ms (${(ms / other).toFixed(1)} ×)`;
  return (
    `role switch takes ${ms.toFixed(2)} ms; copying the ${editedBytes} bytes that it edits ${times(copy)}; ` +
    `writing them again ${times(write)}`
  );
}

function speedLines(
  what: string,
  { kernels, launches, bytes, speeds }: GpuModelSpeeds,
  copying: number,
): string[] {
  const one = speeds[0].decode;
  return [
    `${what}, ${kernels}, ${launches} launches and ${bytes} bytes of weights a token`,
    ...speeds.map(({ batch, prefill, decode, bandwidth }) => {
      const parts = [
        `batch ${`${batch}`.padStart(2)}`,
        `prefill ${prefill.toFixed(0).padStart(6)}/s`,
        `decode ${decode.toFixed(1).padStart(7)}/s`,
        `${(decode / one).toFixed(2)} × one`,
        `reads ${gigabytes(bandwidth)}/s, ${((100 * bandwidth) / copying).toFixed(0)} % of copying`,
      ];
      return `  ${parts.join('  ')}`;
    }),
  ];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
