import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { KeptSet } from '../../store/benchmarks.ts';
import { BENCHMARKS } from '../../studio/benchmarks/benchmark.ts';
import type { Listing } from '../../studio/benchmarks/listing.ts';
import { METHODS, methodOf } from '../../studio/benchmarks/methods.ts';
import { type BenchmarkSettings, chosenProblems, DEFAULTS } from '../../studio/benchmarks/plan.ts';
import { useApp } from '../app-state.ts';
import { useActions } from '../command/actions.ts';
import { readyValue } from '../loading.ts';
import { useValue } from '../state.ts';
import { ChoiceField, NumberField } from '../studio/fields.tsx';
import { count } from '../words.ts';
import type { Jobs } from './jobs.ts';

const USUAL = METHODS.filter(({ usual }) => usual).map(({ id }) => id);

/** What is to be compared, on which problems, at which budget. */
export function BeginForm({ sets, jobs }: { sets: readonly KeptSet<Listing>[]; jobs: Jobs }): VNode | null {
  const app = useApp();
  const engine = readyValue(useValue(app.model.engine));
  const [chosen, setChosen] = useState<Partial<BenchmarkSettings>>({});
  /** Known when the model is loaded; until then it may have packs. */
  const bare = engine?.info.packs.length === 0;
  const change = (part: Partial<BenchmarkSettings>) => setChosen({ ...chosen, ...part });
  const { listing } = sets.find((one) => one.listing.set === chosen.set) ?? sets[0]!;
  const { benchmark, set, problems } = listing;
  const settings: BenchmarkSettings = {
    ...{ ...DEFAULTS, count: problems.length, methods: USUAL, ...chosen },
    ...{ benchmark, set },
  };
  if (bare) settings.methods = settings.methods.filter((id) => !methodOf(id).packs);
  const picked = chosenProblems(listing, settings);
  const runs = picked.problems.length * settings.methods.length * settings.seeds.length;
  const days = problems.flatMap(({ date }) => date ?? []).sort();
  const begin = () => {
    if (runs > 0) jobs.begin(settings).catch((error: Error) => app.trouble.set(error));
  };
  useActions('benchmarks', [
    { id: 'begin benchmark', label: 'Begin this benchmark', keys: 'Ctrl+Enter', run: begin },
  ]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <div class="studio-fields">
        <ChoiceField
          label="Benchmark"
          value={set}
          choices={sets.map((one) => [
            one.listing.set,
            `${BENCHMARKS[one.listing.benchmark].name}, ${count(one.listing.problems.length, 'problem')}`,
          ])}
          set={(next) => {
            // Another one has another number of problems, and other days.
            const { count: _, since: _from, until: _to, ...others } = chosen;
            setChosen({ ...others, set: next });
          }}
        />
        <ChoiceField
          label="Language"
          value={settings.language}
          choices={app.languages.map(({ id, label }) => [id, label] as const)}
          set={(language) => change({ language })}
        />
        <NumberField
          label="Problems"
          min={1}
          max={problems.length}
          value={Math.min(settings.count, problems.length)}
          set={(many) => change({ count: many })}
        />
        <NumberField
          label="Tokens a problem"
          min={100}
          max={10_000_000}
          value={settings.tokens}
          set={(tokens) => change({ tokens })}
        />
        <NumberField
          label="Seeds"
          min={1}
          max={20}
          value={settings.seeds.length}
          set={(many) => change({ seeds: Array.from({ length: many }, (_, i) => i + 1) })}
        />
        {days.length > 0 && (
          <>
            <DayField label="Contests from" value={settings.since} set={(since) => change({ since })} />
            <DayField label="to" value={settings.until} set={(until) => change({ until })} />
          </>
        )}
      </div>
      <fieldset class="benchmark-methods">
        <legend>Methods, each with the same tokens a problem</legend>
        {METHODS.map(({ id, name, about, packs: withPacks }) => (
          <label key={id} class="check">
            <input
              type="checkbox"
              checked={settings.methods.includes(id)}
              onChange={({ currentTarget: { checked } }) =>
                change({
                  methods: METHODS.map((method) => method.id).filter((other) =>
                    other === id ? checked : settings.methods.includes(other),
                  ),
                })
              }
            />
            <span>
              {name} <span class="soft">{about}</span>
              {withPacks && bare && <span class="soft"> The model in use has no packs.</span>}
            </span>
          </label>
        ))}
      </fieldset>
      <p class="soft">
        {count(picked.problems.length, 'problem')}, {count(runs, 'run')}
        {picked.notInLanguage > 0 &&
          `; ${count(picked.notInLanguage, 'problem')} left out, as functions cannot be called in this language here`}
        . The first problems of a set are a sample of all, the same for everybody.
      </p>
      <button type="submit" class="primary" aria-disabled={runs === 0}>
        Begin <kbd>Ctrl ⏎</kbd>
      </button>
    </form>
  );
}

interface DayProps {
  label: string;
  value: string | null;
  set(day: string | null): void;
}

function DayField({ label, value, set }: DayProps): VNode {
  return (
    <label>
      {label}
      <input
        type="date"
        value={value ?? ''}
        onChange={({ currentTarget }) => set(currentTarget.value === '' ? null : currentTarget.value)}
      />
    </label>
  );
}
