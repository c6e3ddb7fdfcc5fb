export type Dialect = 'c' | 'c++';

/** What a program is compiled for; the header is precompiled with the same, or clang refuses it. */
const TARGET = [
  ['-triple', 'wasm32-unknown-wasip1'],
  ['-target-cpu', 'generic'],
  ['-target-feature', '+exception-handling'],
  ['-target-feature', '+multivalue'],
  ['-target-feature', '+reference-types'],
  ['-target-feature', '+simd128'],
  ['-resource-dir', '/usr'],
  ['-isysroot', '/usr'],
  ['-exception-model=wasm', '-mllvm', '-wasm-enable-sjlj'],
].flat();

/**
 * As clang's driver sets them for -O2, except that a loop is run and not replaced by a formula for what it ends with:
 * g++ runs it, and a slow program has to be as slow as its author measured.
 */
const OPTIMISE = [
  ...['-O2', '-vectorize-loops', '-vectorize-slp', '-mframe-pointer=none', '-ffp-contract=on'],
  ...['-mllvm', '-replexitval=never'],
];

/** What GCC lets pass and clang, if nothing is said, does not; all other warnings are silent. */
const LENIENT: Record<Dialect, readonly string[]> = {
  c: ['implicit-function-declaration', 'implicit-int', 'int-conversion', 'incompatible-pointer-types'],
  'c++': ['c++11-narrowing', 'register'],
};

/** Parts of POSIX that wasi-libc has when they are asked for, and what judges define. */
const DEFINES = [
  '_WASI_EMULATED_PROCESS_CLOCKS',
  '_WASI_EMULATED_SIGNAL',
  '_WASI_EMULATED_MMAN',
  '_WASI_EMULATED_GETPID',
  'ONLINE_JUDGE',
];

const INCLUDES: Record<Dialect, readonly string[]> = {
  c: [],
  'c++': ['/usr/include/wasm32-wasip1/c++/v1', '/usr/include/c++/v1'],
};

const DIALECT: Record<Dialect, readonly string[]> = {
  c: ['-std=gnu17'],
  'c++': [
    ...['-std=gnu++20', '-fdeprecated-macro', '-fcxx-exceptions', '-fexceptions'],
    ...['-mllvm', '-wasm-enable-eh'],
  ],
};

/** Bytes of the stack in memory: locals whose address is taken. Competition servers have as much. */
export const STACK_BYTES = 256 * 2 ** 20;

/** clang's arguments for compiling `input`, called without its driver (`-cc1`). */
export function compileArguments(
  dialect: Dialect,
  { input, output, extra }: { input: string; output: string; extra: readonly string[] },
): string[] {
  const includes = [...INCLUDES[dialect], '/usr/include', '/usr/include/wasm32-wasip1'];
  return [
    ...['clang', '-cc1', ...TARGET, ...OPTIMISE, ...DIALECT[dialect]],
    ...includes.flatMap((folder) => ['-internal-isystem', folder]),
    ...DEFINES.flatMap((name) => ['-D', name]),
    ...['-disable-free', '-clear-ast-before-backend', '-mrelocation-model', 'static'],
    ...['-mconstructor-aliases', '-fvisibility=hidden', '-fgnuc-version=4.2.1', '-ferror-limit', '19', '-w'],
    ...LENIENT[dialect].map((warning) => `-Wno-${warning}`),
    '-disable-llvm-verifier',
    ...['-main-file-name', input, ...extra, '-o', output, input],
  ];
}

/** The header that is compiled ahead of every C++ program, and what that makes. */
export const HEADER = 'usr/include/quartet.h';
export const PRECOMPILED = 'usr/include/quartet.pch';

export function precompileArguments(): string[] {
  const extra = ['-emit-pch', '-fpch-instantiate-templates', '-x', 'c++-header'];
  return compileArguments('c++', { input: HEADER, output: PRECOMPILED, extra });
}

/** What is linked. `streams`: whether it uses std::cin or std::cout, and reads its input by std::cin alone. */
export interface Linked {
  dialect: Dialect;
  streams: false | 'shared' | 'reading ahead';
}

/** wasm-ld's arguments for one object file. Told to import its memory it would write out every zero of the data. */
export function linkArguments(program: Linked, input: string, output: string): string[] {
  const { dialect } = program;
  const own = [
    'process',
    ...(dialect === 'c++' ? ['exceptions', 'standard'] : []),
    ...(program.streams ? ['streams'] : []),
    ...(program.streams === 'reading ahead' ? ['buffered'] : []),
  ];
  const posix = ['process-clocks', 'signal', 'mman', 'getpid'].map((name) => `wasi-emulated-${name}`);
  return [
    ...['wasm-ld', '-m', 'wasm32', '-O2'],
    ...['-L/usr/lib/wasm32-unknown-wasip1', '-L/usr/lib/wasm32-wasip1'],
    ...['/usr/lib/wasm32-wasip1/crt1-command.o', input, ...own.map((name) => `/usr/lib/quartet/${name}.o`)],
    ...(dialect === 'c++' ? ['--wrap=__main_void', '-lc++', '-lc++abi'] : []),
    ...[...posix, 'setjmp', 'c-printscan-long-double', 'c'].map((name) => `-l${name}`),
    '/usr/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a',
    ...['-z', `stack-size=${STACK_BYTES}`, '--stack-first'],
    ...['-o', output],
  ];
}
