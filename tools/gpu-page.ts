import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

/** WebGPU in headless Chromium: the machine's GPU through Vulkan, or Chromium's own software adapter. */
const WITH_GPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];
/** A page that is isolated may ask how much memory it holds; with this Chromium answers at once. */
const MEASURED = ['--enable-blink-features=ForceEagerMeasureMemory'];
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** A page of headless Chromium with WebGPU, one script in it, and a model's folder beside it. */
export interface GpuPage {
  page: Page;
  /** Where the page finds the model's folder. */
  modelUrl: string;
  chromium: string;
  close(): Promise<void>;
}

/** Opens a page that has run `script` (a TypeScript file of this folder), with `folder` served from this machine alone. */
export async function openGpuPage(script: string, folder: string): Promise<GpuPage> {
  const entry = fileURLToPath(new URL(script, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'iife', write: false });
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/') {
      return response.writeHead(200, { ...ISOLATED, 'content-type': 'text/html' }).end('<!doctype html>');
    }
    const path = normalize(join(root, decodeURIComponent(pathname).replace(/^\/model\//, '')));
    const bytes = path.startsWith(root + sep) ? await readFile(path).catch(() => null) : null;
    const type = extname(path) === '.json' ? 'application/json' : 'application/octet-stream';
    response.writeHead(bytes ? 200 : 404, { 'content-type': type }).end(bytes ?? '');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await launchChromium([...WITH_GPU, ...MEASURED]);
  const close = async () => {
    await browser.close();
    server.close();
  };
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page.addScriptTag({ content: outputFiles[0].text });
    return { page, modelUrl: `${address}model`, chromium: browser.version(), close };
  } catch (error) {
    await close();
    throw error;
  }
}
