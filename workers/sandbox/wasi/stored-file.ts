import { Fd, Inode, wasi } from '@bjorn3/browser_wasi_shim';

/** Bytes that the files of one run may still take; those of a file taken away are not given back. */
export class Quota {
  constructor(public left: number) {}
}

/** A file in memory that grows by doubling, as long as its quota lasts. */
export class StoredFile extends Inode {
  #store: Uint8Array;
  #length: number;
  /** Whether the bytes are this file's alone, and may be written to. */
  #owned = false;
  readonly #quota: Quota;

  /** `content` may be shared: the first writing copies it. */
  constructor(content: Uint8Array, quota: Quota) {
    super();
    this.#store = content;
    this.#length = content.length;
    this.#quota = quota;
  }

  get content(): Uint8Array {
    return this.#store.subarray(0, this.#length);
  }

  /** False: the quota is used up. */
  resize(length: number): boolean {
    if (length > this.#store.length || !this.#owned) {
      const wanted = Math.max(length, Math.min(2 * this.#length, length + this.#quota.left));
      const more = Math.max(0, wanted - this.#store.length);
      if (more > this.#quota.left) return false;
      this.#quota.left -= more;
      const store = new Uint8Array(Math.max(wanted, length));
      store.set(this.content.subarray(0, length));
      this.#store = store;
      this.#owned = true;
    }
    this.#store.fill(0, Math.min(length, this.#length), this.#length);
    this.#length = length;
    return true;
  }

  /** False: the quota is used up. */
  write(at: number, bytes: Uint8Array): boolean {
    const end = Math.max(this.#length, at + bytes.length);
    if ((end > this.#length || !this.#owned) && !this.resize(end)) return false;
    this.#store.set(bytes, at);
    return true;
  }

  override stat(): wasi.Filestat {
    return new wasi.Filestat(this.ino, wasi.FILETYPE_REGULAR_FILE, BigInt(this.#length));
  }

  override path_open(flags: number, _rights: bigint, fdFlags: number): { ret: number; fd_obj: Fd } {
    if (flags & wasi.OFLAGS_TRUNC) this.resize(0);
    return { ret: wasi.ERRNO_SUCCESS, fd_obj: new OpenStoredFile(this, fdFlags) };
  }
}

class OpenStoredFile extends Fd {
  #position = 0;

  constructor(
    readonly file: StoredFile,
    readonly flags: number,
  ) {
    super();
  }

  override fd_fdstat_get() {
    return {
      ret: wasi.ERRNO_SUCCESS,
      fdstat: new wasi.Fdstat(wasi.FILETYPE_REGULAR_FILE, this.flags),
    };
  }

  override fd_filestat_get() {
    return { ret: wasi.ERRNO_SUCCESS, filestat: this.file.stat() };
  }

  override fd_filestat_set_size(size: bigint): number {
    return this.file.resize(Number(size)) ? wasi.ERRNO_SUCCESS : wasi.ERRNO_NOSPC;
  }

  override fd_read(size: number) {
    const data = this.file.content.subarray(this.#position, this.#position + size);
    this.#position += data.length;
    return { ret: wasi.ERRNO_SUCCESS, data };
  }

  override fd_pread(size: number, offset: bigint) {
    const data = this.file.content.subarray(Number(offset), Number(offset) + size);
    return { ret: wasi.ERRNO_SUCCESS, data };
  }

  override fd_write(data: Uint8Array) {
    if (this.flags & wasi.FDFLAGS_APPEND) this.#position = this.file.content.length;
    if (!this.file.write(this.#position, data)) return { ret: wasi.ERRNO_NOSPC, nwritten: 0 };
    this.#position += data.length;
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }

  override fd_pwrite(data: Uint8Array, offset: bigint) {
    const written = this.file.write(Number(offset), data);
    return written
      ? { ret: wasi.ERRNO_SUCCESS, nwritten: data.length }
      : { ret: wasi.ERRNO_NOSPC, nwritten: 0 };
  }

  override fd_seek(offset: bigint, whence: number) {
    const from =
      whence === wasi.WHENCE_SET ? 0 : whence === wasi.WHENCE_CUR ? this.#position : this.file.content.length;
    const position = from + Number(offset);
    if (position < 0) return { ret: wasi.ERRNO_INVAL, offset: 0n };
    this.#position = position;
    return { ret: wasi.ERRNO_SUCCESS, offset: BigInt(position) };
  }

  override fd_tell() {
    return { ret: wasi.ERRNO_SUCCESS, offset: BigInt(this.#position) };
  }

  override fd_sync(): number {
    return wasi.ERRNO_SUCCESS;
  }
}
