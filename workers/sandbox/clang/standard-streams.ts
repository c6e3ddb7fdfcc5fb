import { Fd, wasi } from '@bjorn3/browser_wasi_shim';
import type { Output } from '../output.ts';
import type { PipedInput } from '../piped-input.ts';

/** A stream that is no terminal, so that C's library buffers it in whole blocks, as it does natively. */
abstract class Stream extends Fd {
  override fd_fdstat_get() {
    return { ret: wasi.ERRNO_SUCCESS, fdstat: new wasi.Fdstat(wasi.FILETYPE_UNKNOWN, 0) };
  }

  override fd_filestat_get() {
    return { ret: wasi.ERRNO_SUCCESS, filestat: new wasi.Filestat(0n, wasi.FILETYPE_UNKNOWN, 0n) };
  }

  override fd_seek() {
    return { ret: wasi.ERRNO_SPIPE, offset: 0n };
  }

  override fd_tell() {
    return { ret: wasi.ERRNO_SPIPE, offset: 0n };
  }
}

/** Standard output or error. Past the output limit nothing more is taken; the host ends the worker then. */
export class PrintedStream extends Stream {
  /** Whether anything was printed. */
  wrote = false;

  constructor(
    readonly output: Output,
    readonly name: 'stdout' | 'stderr',
  ) {
    super();
  }

  override fd_write(data: Uint8Array) {
    this.wrote ||= data.length > 0;
    return this.output.write(this.name, data)
      ? { ret: wasi.ERRNO_SUCCESS, nwritten: data.length }
      : { ret: wasi.ERRNO_IO, nwritten: 0 };
  }
}

/** Standard input that comes piece by piece; whoever reads has waited for it, or waits in shared memory. */
export class PipedStream extends Stream {
  constructor(readonly pipe: PipedInput) {
    super();
  }

  override fd_read(size: number) {
    return { ret: wasi.ERRNO_SUCCESS, data: this.pipe.readSync(size) };
  }
}
