import type { VNode } from 'preact';
import { ROLES } from '../../llm/engine.ts';
import type { Errs } from '../../studio/family/mistakes.ts';
import { SPLITS, type Split } from '../../studio/family/splits.ts';
import {
  DEFAULTS,
  type ExportSettings,
  type FamilySettings,
  type TeachSettings,
} from '../../studio/jobs/settings.ts';
import { useApp } from '../app-state.ts';
import { readyValue } from '../loading.ts';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';
import { ChoiceField, NumberField } from './fields.tsx';

interface Props<S> {
  settings: S;
  change(part: Partial<S>): void;
}

const SPLIT_WORDS: Record<Split, string> = {
  train: 'as training sees them',
  test: 'new ones of the same kind',
  pairs: 'with steps that were never together',
  longer: 'with one step more',
  wording: 'in other words',
};

export function FamilyForm({ settings, change }: Props<FamilySettings>): VNode {
  return (
    <>
      <NumberField label="How many" min={1} value={settings.count} set={(count) => change({ count })} />
      <NumberField label="Seed" value={settings.seed} set={(seed) => change({ seed })} />
      <ChoiceField
        label="Which"
        value={settings.split}
        choices={SPLITS.map((split) => [split, `${split}: ${SPLIT_WORDS[split]}`] as const)}
        set={(split) => change({ split: split as Split })}
      />
    </>
  );
}

export function ExportForm({ settings, change }: Props<ExportSettings>): VNode {
  return (
    <>
      <NumberField label="Documents" value={settings.base} set={(base) => change({ base })} />
      <NumberField label="Rows a role" value={settings.role} set={(role) => change({ role })} />
      <NumberField label="Seed" value={settings.seed} set={(seed) => change({ seed })} />
      <ErrsFields errs={settings.errs} set={(errs) => change({ errs })} />
      <label class="check">
        <input
          type="checkbox"
          checked={settings.unfiltered}
          onChange={({ currentTarget }) => change({ unfiltered: currentTarget.checked })}
        />
        Keep what it says first, right or wrong
      </label>
    </>
  );
}

/** How often the oracle errs in each role. */
function ErrsFields({ errs, set }: { errs: Errs; set(errs: Errs): void }): VNode {
  return (
    <fieldset>
      <legend>The oracle errs, in per cent of its answers as</legend>
      {ROLES.map((role) => (
        <NumberField
          key={role}
          label={role}
          max={100}
          value={Math.round(100 * errs[role])}
          set={(percent) => set({ ...errs, [role]: percent / 100 })}
        />
      ))}
    </fieldset>
  );
}

export function TeachForm({ settings, change }: Props<TeachSettings>): VNode {
  const app = useApp();
  const { endpoints } = useValue(app.settings);
  const listed = readyValue(useValue(app.problems)) ?? [];
  const own = listed.filter(({ bundled }) => !bundled).map(({ problem }) => problem.id);
  const { teacher, problems, command } = settings;
  const who = teacher.is === 'endpoint' ? `endpoint ${teacher.name}` : teacher.is;
  const choose = (choice: string) => {
    if (choice === 'oracle') change({ teacher: DEFAULTS[command].teacher });
    else if (choice === 'model') change({ teacher: { is: 'model' } });
    else change({ teacher: { is: 'endpoint', name: choice.slice('endpoint '.length) } });
  };
  return (
    <>
      <ChoiceField
        label={command === 'supervise' ? 'Supervisor' : 'Teacher'}
        value={who}
        choices={[
          ['oracle', 'the family’s oracle'],
          ['model', 'the model in use'],
          ...endpoints.map(({ name }) => [`endpoint ${name}`, `${name}, outside of this page`] as const),
        ]}
        set={choose}
      />
      <ChoiceField
        label="Problems"
        value={problems === 'family' ? 'family' : 'own'}
        choices={[
          ['family', 'of the family'],
          ...(own.length > 0 ? [['own', `all ${own.length} of yours`] as const] : []),
        ]}
        set={(choice) =>
          change(choice === 'own' ? { problems: own, count: own.length } : { problems: 'family' })
        }
      />
      {problems === 'family' && (
        <NumberField label="How many" min={1} value={settings.count} set={(count) => change({ count })} />
      )}
      <NumberField label="Seed" value={settings.seed} set={(seed) => change({ seed })} />
      <ChoiceField
        label="Language"
        value={settings.language}
        choices={app.languages.map(({ id, label }) => [id, label] as const)}
        set={(language) => change({ language })}
      />
      <NumberField
        label="Plans"
        min={command === 'correct' ? 0 : 1}
        max={8}
        value={settings.plans}
        set={(plans) => change({ plans })}
      />
      {command === 'correct' ? (
        <NumberField
          label="Programs without a plan"
          max={8}
          value={settings.direct ?? 0}
          set={(direct) => change({ direct })}
        />
      ) : (
        <>
          <NumberField
            label="Programs each"
            min={1}
            max={8}
            value={settings.programs}
            set={(programs) => change({ programs })}
          />
          <NumberField label="Rounds" max={8} value={settings.rounds} set={(rounds) => change({ rounds })} />
        </>
      )}
      {teacher.is === 'oracle' && command !== 'correct' && (
        <ErrsFields errs={teacher.errs} set={(errs) => change({ teacher: { is: 'oracle', errs } })} />
      )}
      {endpoints.length === 0 && (
        <p class="soft">
          A larger teacher: name an OpenAI-compatible endpoint in <a href={hrefOf('models')}>Models</a>.
        </p>
      )}
    </>
  );
}
