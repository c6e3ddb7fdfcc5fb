import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { openCounter, takeHits } from './test/browser/hostile/counter.ts';
import { hostFiles, openModelHost, setHostFaults, takeHostHits } from './test/browser/model-host.ts';
import { LongestFirst } from './test/longest-first.ts';
import { findChromium } from './tools/ensure.mjs';

const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Files that run at a time where each waits for a browser, which is idle half of the time. */
const FILES_WITH_A_BROWSER = 2;

/** WebGPU on a machine without a GPU: Chromium's own software adapter. */
const softwareGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/**
 * Three projects, one after the other: plain Node, a real Chromium, and the built site as a person gets it; and the
 * lab, which needs what is not in the repository, and runs alone.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: './vite.config.ts',
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          // One fewer than the cores is what Vitest takes, half of a small machine.
          maxWorkers: '100%',
          // Most of these processes end before optimised WebAssembly is worth what it takes to make.
          execArgv: ['--wasm-tiering-budget=30000000'],
          testTimeout: 180_000,
          expect: { poll: { timeout: 150_000 } },
          hookTimeout: 180_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: './vite.config.ts',
        // Found in mid-run they would reload the page under a test.
        optimizeDeps: {
          // 5.5 MB that no test here reads.
          exclude: ['@mlc-ai/web-llm'],
          include: [
            'preact',
            'preact/hooks',
            'acorn',
            'sucrase',
            'idb-keyval',
            '@bjorn3/browser_wasi_shim',
            'comlink',
            'hash-wasm',
            '@huggingface/tokenizers',
            '@codemirror/commands',
            '@codemirror/language',
            '@codemirror/lang-javascript',
            '@codemirror/lang-python',
            '@codemirror/lang-cpp',
            '@codemirror/legacy-modes/mode/lua',
            '@codemirror/legacy-modes/mode/ruby',
            '@codemirror/state',
            '@codemirror/view',
            '@lezer/highlight',
            '@replit/codemirror-vim',
          ],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          testTimeout: 180_000,
          expect: { poll: { timeout: 150_000 } },
          hookTimeout: 180_000,
          maxWorkers: FILES_WITH_A_BROWSER,
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { openCounter, takeHits, openModelHost, setHostFaults, takeHostHits, hostFiles },
            provider: playwright({
              launchOptions: {
                executablePath: findChromium() ?? 'chromium',
                args: [...quiet, ...softwareGpu],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/e2e/build.ts'],
          testTimeout: 180_000,
          expect: { poll: { timeout: 150_000 } },
          hookTimeout: 180_000,
          maxWorkers: FILES_WITH_A_BROWSER,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          environment: 'node',
          // A model of half a billion weights on a software adapter takes minutes.
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
