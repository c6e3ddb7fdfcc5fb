import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RightProgram } from '../../agents/coach/right-program.ts';
import { stress } from '../../agents/coach/stress.ts';
import { writesHelpers } from '../../agents/coach/write-helpers.ts';
import type { Submission } from '../../judge/judge.ts';
import type { Language } from '../../sandbox/program.ts';
import { useApp } from '../app-state.ts';
import { useActions } from '../command/actions.ts';
import { readyValue } from '../loading.ts';
import { useLoaded, useValue } from '../state.ts';
import { VerdictBadge } from '../verdict/badge.tsx';
import { OpenedTest } from '../verdict/opened-test.tsx';
import type { BodyProps } from './coach.tsx';
import { createJob } from './job.ts';
import { rightPrograms } from './right-programs.ts';
import { type BruteFrom, type InputsFrom, type StressChoice, stressPrograms } from './stress-programs.ts';
import { EMPTY_STRESS, foldStress, stressStatus } from './stress-view.ts';

/** Inputs that are tried at most. */
const MOST = 1000;

/** Runs the person's program against a brute force until they differ; the smallest difference becomes a test of theirs. */
export function StressMine(props: BodyProps): VNode {
  const { problem, desk, language, asked } = props;
  const latest = useRef(props);
  latest.current = props;
  const app = useApp();
  const info = readyValue(useValue(app.model.engine))?.info ?? null;
  const job = useMemo(() => createJob(EMPTY_STRESS, foldStress), []);
  const { view, running, error } = useValue(job.state);
  const [ended, setEnded] = useState(0);
  const loaded = useLoaded(() => rightPrograms(problem, app.languages), `${problem.id} ${ended}`).value;
  const found = useRef<RightProgram[] | null>(null);
  found.current = loaded ?? found.current;
  const known = found.current;
  const [chosen, setChosen] = useState<{ brute: BruteFrom | null; inputs: InputsFrom }>({
    brute: null,
    inputs: 'tests',
  });
  const [kept, setKept] = useState(false);
  useEffect(() => job.stop, [job]);

  const first = known?.[0];
  const brute = chosen.brute ?? (known && !first ? 'mine' : 'known');
  const { inputs } = chosen;
  const writes = info !== null && writesHelpers(info);
  const start = () => {
    setKept(false);
    const submission = { language: language.id, source: props.source() };
    const choice: StressChoice = { brute, inputs, own: desk.stress };
    const run = job.start(async function* (signal) {
      const programs = yield* stressPrograms(app, problem, language.id, choice, known ?? [], signal);
      yield* stress({ runner: app.runner, problem, submission, most: MOST, signal, ...programs });
    });
    void run.then((end) => {
      // The model may have found a program meanwhile.
      setEnded((count) => count + 1);
      if (end?.last?.type !== 'differs') return;
      const { input, answers } = end.last.test;
      const { tests, addTest } = latest.current;
      if (tests.some((test) => test.input === input)) return;
      setKept(true);
      addTest(input, answers[0] ?? '');
    });
  };
  useActions(
    'stress mine',
    running
      ? [{ id: 'stop stress', label: 'Stop the stress test', keys: 'Escape', run: job.stop }]
      : asked.part === 'stress'
        ? [{ id: 'start stress', label: 'Run the stress test', run: start }]
        : [],
  );
  const write = (which: 'brute' | 'generator', source: string) =>
    desk.change({ stress: { ...desk.stress, [which]: { language: language.id, source } } });
  const { last } = view;
  return (
    <>
      <p class="coach-choices">
        <label>
          Right answers from
          <select
            value={brute}
            onChange={({ currentTarget }) =>
              setChosen({ ...chosen, brute: currentTarget.value as BruteFrom })
            }
          >
            {first && <option value="known">{first.who}</option>}
            <option value="mine">a brute force of mine</option>
            <option value="model">
              {writes ? 'a brute force that the model writes' : 'a program that the model finds by solving'}
            </option>
          </select>
        </label>
        <label>
          Inputs from
          <select
            value={inputs}
            onChange={({ currentTarget }) =>
              setChosen({ ...chosen, inputs: currentTarget.value as InputsFrom })
            }
          >
            <option value="tests">the tests’ inputs, changed</option>
            <option value="mine">a generator of mine</option>
            {writes && <option value="model">a generator that the model writes</option>}
          </select>
        </label>
      </p>
      {brute === 'mine' && (
        <OwnProgram
          label="Brute force: right, however slow"
          program={desk.stress.brute}
          language={language}
          write={(source) => write('brute', source)}
        />
      )}
      {inputs === 'mine' && (
        <OwnProgram
          label="Generator: reads a seed, an integer, and prints an input; small seeds, small inputs"
          program={desk.stress.generator}
          language={language}
          write={(source) => write('generator', source)}
        />
      )}
      {inputs === 'tests' && (
        <p class="soft">
          Changed inputs keep to what the tests show of their form; what does not fit may come up all the
          same.
        </p>
      )}
      {info && !writes && (
        <p class="soft">{`${info.model} has learned to solve, not to write brute forces or generators: a program of its own that passes stands in for one.`}</p>
      )}
      <p class="coach-line" role="status">
        {!running && (
          <button type="button" class="primary" onClick={start}>
            Run
          </button>
        )}
        {stressStatus(view, running)}
        {running && (
          <button type="button" class="stop" onClick={job.stop}>
            Stop <kbd>Esc</kbd>
          </button>
        )}
      </p>
      {error && <p class="notice error">{error.message}</p>}
      {last?.type === 'differs' && (
        <div class="coach-test">
          <h3>
            The smallest difference <VerdictBadge verdict={last.result.verdict} />
          </h3>
          <OpenedTest result={last.result} test={last.test} />
          <p class="soft">{kept ? 'It is kept among your tests.' : 'It is among the tests already.'}</p>
        </div>
      )}
    </>
  );
}

interface OwnProgramProps {
  label: string;
  program: Submission;
  language: Language;
  write(source: string): void;
}

/** In the language that is chosen above the editor when it is written. */
function OwnProgram({ label, program, language, write }: OwnProgramProps): VNode {
  const { languages } = useApp();
  const of = program.source === '' ? language.id : program.language;
  const written = languages.find(({ id }) => id === of)?.label ?? of;
  return (
    <label class="coach-program">
      {label} ({written})
      <textarea
        class="code-field"
        rows={8}
        spellcheck={false}
        value={program.source}
        onInput={({ currentTarget }) => write(currentTarget.value)}
      />
    </label>
  );
}
