import type { Attack } from './attack.ts';

/** Attacks that C has, and C++ through it. `endless` and the like take no time to compile. */
export const C_ATTACKS: Attack[] = [
  {
    name: 'includes files of the machine, and sees nothing of them',
    source:
      '#include "/etc/passwd"\n#include "../../../package.json"\n#include </dev/stdin>\nint main(void) { return 0; }',
    ends: 'refused',
    refusal: /^main\.\w+:1:10: .*'\/etc\/passwd' file not found/,
  },
  {
    name: 'embeds files of the machine, and sees nothing of them',
    source:
      'static const char x[] = {\n#embed "/etc/passwd"\n};\n__asm__(".incbin \\"/etc/passwd\\"");\nint main(void) { return 0; }',
    ends: 'refused',
    refusal: /^(?!.*root:)/s,
  },
  {
    name: 'asks whether files of the machine, of the page and of other tests are there',
    source: `#include <stdio.h>
int main(void) {
  const char *names[] = {"/etc/passwd", "/proc/self/environ", "../package.json", "../../1.ans", "/answer",
                         "feedback/judgemessage.txt", "/usr/include/stdio.h", "/input.c", "/main.c"};
  for (int i = 0; i < 9; i++) if (fopen(names[i], "r")) puts(names[i]);
}`,
    ends: 'well',
    prints: /^$/,
  },
  {
    name: 'opens a socket, starts a process, loads a library',
    source: `extern int socket(int, int, int), fork(void), execve(const char *, char **, char **), system(const char *);
extern void *dlopen(const char *, int);
int main(void) { return socket(2, 1, 0) + fork() + execve("/bin/sh", 0, 0) + system("ls") + (dlopen("x", 1) != 0); }`,
    ends: 'refused',
    refusal: /undefined/,
  },
  {
    name: 'imports functions of the JavaScript around it',
    source: `__attribute__((import_module("env"), import_name("postMessage"))) void post(int);
__attribute__((import_module("judge"), import_name("fetch"))) void get(int);
int main(void) { post(1); get(2); }`,
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'calls the system with addresses outside of its memory',
    source: `#define SYSTEM(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))
SYSTEM(fd_write) int fd_write_(int, unsigned, unsigned, unsigned);
SYSTEM(path_open) int path_open_(int, int, unsigned, unsigned, int, long long, long long, int, unsigned);
SYSTEM(random_get) int random_get_(unsigned, unsigned);
int main(void) {
  fd_write_(1, 0xfffffff0u, 1000000, 0xfffffff0u);
  path_open_(3, 0, 0xffffff00u, 0xffffffffu, 1, -1, -1, 0, 0xfffffff0u);
  random_get_(0, 0xffffffffu);
  return 1;
}`,
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'takes memory piece by piece until the limit',
    source: `#include <stdlib.h>
#include <string.h>
char *volatile kept;
int main(void) { for (;;) memset(kept = malloc(1 << 20), 1, 1 << 20); }`,
    ends: 'memory',
  },
  {
    name: 'grows its memory past the allocator until the limit',
    source: `#include <stdio.h>
int main(void) {
  unsigned pages = 0;
  while (__builtin_wasm_memory_grow(0, 1) != (unsigned long)-1) pages++;
  printf("%d\\n", pages <= 1024);
}`,
    ends: 'any',
    prints: /^(1\n)?$/,
  },
  {
    name: 'has a constant as large as all memory',
    source: 'static char x[2000000000] = {1};\nint main(void) { return x[0]; }',
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'fills the disk until there is no space',
    source: `#include <stdio.h>
#include <stdlib.h>
static char block[1 << 20];
int main(void) {
  FILE *f = fopen("x", "w");
  for (int i = 0; i < 10000; i++) if (fwrite(block, 1, sizeof block, f) < sizeof block || fflush(f)) exit(3);
}`,
    ends: 'badly',
  },
  {
    name: 'writes over all of its memory',
    source: 'int main(void) { for (volatile char *p = 0;; p++) *p = 1; }',
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'loops until the time is up',
    source: 'int main(void) { for (volatile int i = 0;; i = i + 1); }',
    ends: 'time',
  },
  {
    name: 'loops after its end until the time is up',
    source: `#include <stdlib.h>
static void again(void) { for (volatile int i = 0;; i = i + 1); }
int main(void) { atexit(again); exit(0); }`,
    ends: 'time',
  },
  {
    name: 'sleeps until the time is up',
    source: '#include <unistd.h>\nint main(void) { sleep(1000000); for (;;) sleep(1000000); }',
    ends: 'time',
  },
  {
    name: 'floods the output',
    source:
      '#include <stdio.h>\nint main(void) { for (;;) puts("quartet quartet quartet quartet quartet quartet"); }',
    ends: 'output',
  },
  {
    name: 'floods the error output past the library',
    source: '#include <unistd.h>\nstatic char x[100000];\nint main(void) { for (;;) write(2, x, sizeof x); }',
    ends: 'output',
  },
  {
    name: 'recurses without end',
    source:
      'int f(volatile int *p) { int x = *p; return f(&x) + x; }\nint main(void) { int x = 1; return f(&x); }',
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'jumps into functions that are none',
    source: 'int main(void) { for (unsigned i = 1;; i += 7) ((void (*)(int))i)(1); }',
    ends: 'badly',
  },
  {
    name: 'grows its text by macros until the compiler gives up',
    source: `#define A(x) x x x x x x x x x x
#define B(x) A(A(A(x)))
int x[] = { B(B(B(1,))) };
int main(void) { return 0; }`,
    ends: 'refused',
  },
];
