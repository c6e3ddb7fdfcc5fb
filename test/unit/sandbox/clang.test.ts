import { beforeAll, describe, expect, test } from 'vitest';
import type { Translate } from '../../../src/sandbox/language.ts';
import { languageOf } from '../../../src/sandbox/languages.ts';
import { readTranslatorAssets } from '../../../tools/node-runner/translator-assets.ts';
import { limitMemory } from '../../../workers/sandbox/clang/compiler/limit-memory.ts';
import { packSysroot, unpackSysroot } from '../../../workers/sandbox/clang/compiler/sysroot.ts';
import { continuation, makeDeep } from '../../../workers/sandbox/clang/deep-recursion.ts';
import { memoryPages } from '../../../workers/sandbox/clang/memory-import.ts';
import { importMemory } from '../../../workers/sandbox/wasi/import-memory.ts';
import { programs } from './run-program.ts';

const c = programs('c');

describe('C in Node’s threads', () => {
  test('runs, its arguments and files are its own in every run', async () => {
    const source = `#include <stdio.h>
static int runs;
int main() { long long a; scanf("%lld", &a); printf("%lld %d %zu\\n", a * a, ++runs, sizeof(long)); }`;
    const runs = await c(source, '3000000000', '5');
    expect(runs.map(({ stdout }) => stdout)).toEqual(['9000000000000000000 1 4\n', '25 1 4\n']);
  });

  test('recursion deeper than one stack goes on where WebAssembly can be suspended, and is told elsewhere', async () => {
    const source = `#include <stdio.h>
int depth(int n) { return n == 0 ? 0 : depth(n - 1) % 1000003 + 1; }
int main() { printf("%d\\n", depth(300000)); }`;
    const [run] = await c(source, '');
    const deep = 'Suspending' in WebAssembly;
    expect([run!.exit, run!.stdout, run!.stderr]).toEqual(
      deep
        ? [{ kind: 'code', code: 0 }, '300000\n', '']
        : [{ kind: 'code', code: 139 }, '', 'Stack overflow: the recursion is too deep\n'],
    );
  });

  test('setjmp, clock and signals of POSIX are there', async () => {
    const source = `#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
static jmp_buf back;
static void jump(int n) { longjmp(back, n); }
static void handle(int signal) { printf("signal %d\\n", signal); }
int main() {
  volatile int n = setjmp(back);
  if (n < 3) jump(n + 1);
  signal(SIGINT, handle);
  raise(SIGINT);
  printf("%d %d\\n", n, clock() >= 0);
}`;
    expect((await c(source, ''))[0]!.stdout).toBe('signal 2\n3 1\n');
  });
});

describe('the WebAssembly that is compiled', () => {
  let translate: Translate;
  beforeAll(async () => {
    const language = languageOf('c');
    translate = await language.translator!(await readTranslatorAssets(language));
  });

  function compiled(source: string): Uint8Array<ArrayBuffer> {
    const translation = translate({ language: 'c', source });
    if (!('wasm' in translation)) throw new Error(JSON.stringify(translation));
    return new Uint8Array(importMemory(translation.wasm.slice().buffer));
  }

  test('leaves its stack after as many calls as it may, with its arguments, and comes back with its result', async () => {
    const module = compiled(`#include <stdint.h>
__attribute__((export_name("mix"), noinline))
double mix(int n, int64_t sum, double scaled) {
  return n == 0 ? (double)sum + scaled : mix(n - 1, sum + n, scaled + 0.5) + 1;
}
int main() { return 0; }`);
    const plain = await instantiate(module);
    const called = (plain.instance.exports['mix'] as { name: string } & CallableFunction).name;
    const deep = await instantiate(makeDeep(module, [Number(called)], 10));
    const mix = (instance: WebAssembly.Instance): unknown =>
      (instance.exports['mix'] as CallableFunction)(95, 5n, 0.25);
    expect(mix(deep.instance)).toBe(mix(plain.instance));
    // Ten calls on the first stack, and eleven on each that follows.
    expect([plain.left.length, deep.left]).toEqual([0, new Array(8).fill(0)]);
  });

  test('begins with the memory that its static data needs, without writing it out', () => {
    const small = compiled('volatile char data[1];\nint main() { return data[0]; }');
    const large = compiled('volatile char data[10 << 20];\nint main() { return data[0]; }');
    expect(memoryPages(large) - memoryPages(small)).toBe(160);
    expect(large.length).toBeLessThan(small.length + 1000);
  });

  /** `left`: which function asked for a new stack; here it gets none. */
  async function instantiate(
    module: Uint8Array,
  ): Promise<{ instance: WebAssembly.Instance; left: number[] }> {
    const compiledModule = await WebAssembly.compile(module as Uint8Array<ArrayBuffer>);
    const left: number[] = [];
    const imports: WebAssembly.Imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(compiledModule)) {
      imports[from] ??= {};
      imports[from][name] = () => 0;
    }
    const memory = new WebAssembly.Memory({ initial: memoryPages(module), maximum: 65_536 });
    const deeper = (n: number): void => {
      left.push(n);
      (instance.exports[continuation(n)] as CallableFunction)();
    };
    Object.assign(imports['env']!, { memory });
    Object.assign(imports['judge']!, { deeper });
    const instance = await WebAssembly.instantiate(compiledModule, imports);
    return { instance, left };
  }
});

test('a module’s stated maximum of memory is lowered in place, or it is said that it states none', async () => {
  const module = (maximum: number[]): Uint8Array<ArrayBuffer> =>
    Uint8Array.from([
      0,
      0x61,
      0x73,
      0x6d,
      1,
      0,
      0,
      0,
      5,
      3 + maximum.length,
      1,
      maximum.length ? 1 : 0,
      1,
      ...maximum,
    ]);
  const limited = limitMemory(module([128, 128, 4]), 16 * 65_536);
  await expect(WebAssembly.compile(limited)).resolves.toBeInstanceOf(WebAssembly.Module);
  expect([...limited.slice(-3)]).toEqual([144, 128, 0]);
  expect(() => limitMemory(module([]), 65_536)).toThrow('states no maximum');
});

test('a sysroot comes back as it was packed', () => {
  const files = {
    'usr/a.h': new TextEncoder().encode('int a;'),
    'usr/empty': new Uint8Array(),
    'usr/ü': Uint8Array.of(0, 255),
  };
  expect(unpackSysroot(packSysroot(files))).toEqual(files);
});
