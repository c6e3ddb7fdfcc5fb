import type { Command, JobSettings } from '../../studio/jobs/settings.ts';

/** The studio's commands, in the order of their tabs, as the command line calls them. */
export const COMMANDS: { command: Command; name: string; about: string }[] = [
  {
    command: 'family',
    name: 'Problems',
    about: 'Makes problems of the generated family, with tests and reference programs, as Problem JSON.',
  },
  {
    command: 'export',
    name: 'Rows',
    about:
      'Writes documents for the base and rows for each role: what the oracle says, which errs, asked until it leads to a program that passes every test.',
  },
  {
    command: 'distill',
    name: 'Distil',
    about:
      'A teacher plays the four roles on each problem. What led to a program that passes every test is kept, in the prompts that packs are trained on.',
  },
  {
    command: 'supervise',
    name: 'Supervise',
    about:
      'The model in use solves. Where it fails, the teacher says which role is at fault and why, and that role answers again; what then passes every test is kept.',
  },
  {
    command: 'correct',
    name: 'Correct',
    about:
      'The model in use plans each problem several times, and writes programs without a plan. What leads to no program that passes every test is paired with what the teacher says in its place.',
  },
];

const COMMAND_NAMES = new Map(COMMANDS.map(({ command, name }) => [command, name]));

/** A job in a line, e.g. `Distil · 100 problems of the family · seed 1 · by the oracle`. */
export function titleOf(settings: JobSettings): string {
  const name = COMMAND_NAMES.get(settings.command)!;
  const words = [name];
  if (settings.command === 'family') words.push(`${settings.count} of ${settings.split}`);
  else if (settings.command === 'export')
    words.push(`${settings.base} documents, ${settings.role} rows a role`);
  else words.push(`${settings.count} ${settings.problems === 'family' ? 'of the family' : 'of yours'}`);
  words.push(`seed ${settings.seed}`);
  if ('teacher' in settings) {
    const { teacher } = settings;
    words.push(teacher.is === 'endpoint' ? `by ${teacher.name}` : `by the ${teacher.is}`, settings.language);
  }
  return words.join(' · ');
}
