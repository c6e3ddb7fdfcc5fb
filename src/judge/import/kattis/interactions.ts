import { type PackageFiles, textOf } from '../package-files.ts';
import { byNumber } from '../test-files.ts';

const INTERACTION = /^data\/sample\/(.*)\.interaction$/;

/** The sample conversations of an interactive problem as a part of its statement; empty if there are none. */
export function interactionsOf(files: PackageFiles): string {
  const ids = [...files.keys()].flatMap((path) => INTERACTION.exec(path)?.[1] ?? []).sort(byNumber);
  if (ids.length === 0) return '';
  const parts = ids.map((id) => {
    const path = `data/sample/${id}.interaction`;
    // A line of dashes parts the passes of problems that have several.
    const lines = textOf(path, files.get(path)!).trim().split('\n');
    const said = lines.map((line) => line.replace(/^([<>])\s*/, '$1 '));
    return `## Sample interaction ${id}\n\n\`\`\`\n${said.join('\n')}\n\`\`\``;
  });
  const key = 'In the samples, `>` stands before what your program writes and `<` before what it reads.';
  return `\n\n${key}\n\n${parts.join('\n\n')}`;
}
