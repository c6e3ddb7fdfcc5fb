import { Fd, wasi } from '@bjorn3/browser_wasi_shim';
import type { Output } from '../output.ts';
import type { PipedInput } from '../piped-input.ts';

/** A standard stream: no file, as it has no position, and no terminal, which would be flushed at every line. */
class Stream extends Fd {
  readonly #right: number;

  constructor(right: number) {
    super();
    this.#right = right;
  }

  override fd_fdstat_get() {
    const fdstat = new wasi.Fdstat(wasi.FILETYPE_UNKNOWN, 0);
    fdstat.fs_rights_base = BigInt(this.#right);
    return { ret: wasi.ERRNO_SUCCESS, fdstat };
  }

  override fd_filestat_get() {
    return { ret: wasi.ERRNO_SUCCESS, filestat: new wasi.Filestat(0n, wasi.FILETYPE_UNKNOWN, 0n) };
  }
}

/** Standard input from another program; a read waits in shared memory. */
export class PipedStream extends Stream {
  readonly #pipe: PipedInput;

  constructor(pipe: PipedInput) {
    super(wasi.RIGHTS_FD_READ);
    this.#pipe = pipe;
  }

  override fd_read(size: number) {
    return { ret: wasi.ERRNO_SUCCESS, data: this.#pipe.readSync(size) };
  }
}

/** Standard output or error. Past the output limit the host ends the worker; until then writing fails. */
export class OutputStream extends Stream {
  readonly #name: 'stdout' | 'stderr';
  readonly #output: Output;

  constructor(name: 'stdout' | 'stderr', output: Output) {
    super(wasi.RIGHTS_FD_WRITE);
    this.#name = name;
    this.#output = output;
  }

  override fd_write(data: Uint8Array) {
    return this.#output.write(this.#name, data)
      ? { ret: wasi.ERRNO_SUCCESS, nwritten: data.length }
      : { ret: wasi.ERRNO_IO, nwritten: 0 };
  }
}
