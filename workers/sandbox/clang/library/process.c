// What a C or C++ program calls here in place of wasi-libc's own, so that the judge knows how it ended.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PAGE_BYTES 65536

// Both return to the trap that follows, which no handler of the program can catch.
__attribute__((import_module("judge"), import_name("memory_refused"))) void memory_refused(void);
__attribute__((import_module("judge"), import_name("aborted"))) void aborted(void);

_Noreturn void abort(void) {
  aborted();
  __builtin_trap();
}

// Memory that is refused ends the program, as it does where the kernel enforces the limit.
void *sbrk(intptr_t increment) {
  const uintptr_t end = __builtin_wasm_memory_size(0) * PAGE_BYTES;
  if (increment == 0) return (void *)end;
  if (increment < 0 || increment % PAGE_BYTES != 0) abort();
  if (__builtin_wasm_memory_grow(0, (uintptr_t)increment / PAGE_BYTES) == SIZE_MAX) {
    memory_refused();
    __builtin_trap();
  }
  return (void *)end;
}

// Every call out of WebAssembly costs; wasi-libc's own buffers hold 1 kB.
static char input[PAGE_BYTES], output[PAGE_BYTES];

__attribute__((constructor(101))) static void enlarge_buffers(void) {
  setvbuf(stdin, input, _IOFBF, sizeof input);
  setvbuf(stdout, output, _IOFBF, sizeof output);
}

// Recursion too deep for one stack goes on on another (deep-recursion.ts), which needs this import to be there.
__attribute__((import_module("judge"), import_name("deeper"))) void go_deeper(int function);
__attribute__((export_name("keep_deeper"))) void keep_deeper(void) { go_deeper(0); }
