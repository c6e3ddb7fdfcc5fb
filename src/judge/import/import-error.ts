/** A problem could not be read. The message names the file and the field, and says what would be right. */
export class ImportError extends Error {
  override name = 'ImportError';
  readonly file: string;
  /** Where in the file, e.g. `tests[2].input`; empty for the whole file. */
  readonly field: string;
  readonly reason: string;

  constructor({ file, field = '', reason }: { file: string; field?: string; reason: string }) {
    super(`${[file, field].filter(Boolean).join(', ')}: ${reason}`);
    this.file = file;
    this.field = field;
    this.reason = reason;
  }
}
