import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { languageName } from '../../../agents/languages.ts';
import type { LanguageEngine } from '../../../store/languages.ts';
import { listRuns, readEvents } from '../../../store/runs.ts';
import { cannotDiscuss } from '../../../studio/agents/can-discuss.ts';
import {
  DEFAULT_LANGUAGE_OPTIONS,
  type DiscussionForm,
  FORMS,
  type LanguageOptions,
} from '../../../studio/agents/events.ts';
import { PROFILES } from '../../../studio/agents/profiles.ts';
import { snippetsFromFiles } from '../../../studio/seeds/from-files.ts';
import { snippetsFromRuns } from '../../../studio/seeds/from-runs.ts';
import type { Snippet } from '../../../studio/seeds/snippet.ts';
import { useApp } from '../../app-state.ts';
import { useActions } from '../../command/actions.ts';
import { readyValue } from '../../loading.ts';
import { useValue } from '../../state.ts';
import { count } from '../../words.ts';
import { ChoiceField, NumberField } from '../fields.tsx';
import type { LanguageRuns } from './runs.ts';
import { FORM_WORDS } from './words.ts';

type Seeds = 'family' | 'history' | 'folder';

/** A file that is longer is no source that a person wrote. */
const LARGEST_FILE = 200_000;

/** What the next rounds are made of and by whom. */
export function BeginForm({ runs }: { runs: LanguageRuns }): VNode {
  const app = useApp();
  const { endpoints } = useValue(app.settings);
  const info = readyValue(useValue(app.engine))?.info;
  const [options, setOptions] = useState<LanguageOptions>(DEFAULT_LANGUAGE_OPTIONS);
  const [engine, setEngine] = useState<LanguageEngine>({ is: 'script' });
  const [seeds, setSeeds] = useState<Seeds>('family');
  const [files, setFiles] = useState<Snippet[]>([]);
  const [refusal, setRefusal] = useState('');
  const change = (part: Partial<LanguageOptions>) => setOptions({ ...options, ...part });
  const reason =
    options.agents.length < 2
      ? 'A discussion takes two languages at least.'
      : engine.is === 'script' && seeds !== 'family'
        ? 'Scripted agents know the generated family alone; your own code takes a model.'
        : engine.is === 'model' && info
          ? cannotDiscuss(info)
          : null;

  const begin = async () => {
    if (reason) return;
    const snippets = seeds === 'family' ? null : seeds === 'folder' ? files : await historySnippets();
    setRefusal('');
    if (snippets?.length === 0) {
      setRefusal(
        seeds === 'folder'
          ? 'Choose a folder with source files in these languages.'
          : 'No run in History has a program that passed every test.',
      );
      return;
    }
    await runs.begin({ options, engine, snippets });
  };
  const act = () => void begin().catch((error: Error) => app.trouble.set(error));
  useActions('languages', [
    { id: 'begin languages', label: 'Have the agents begin', keys: 'Ctrl+Enter', run: act },
  ]);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act();
      }}
    >
      <fieldset class="languages-agents">
        <legend>Agents</legend>
        {PROFILES.map(({ language }) => (
          <label class="check" key={language}>
            <input
              type="checkbox"
              checked={options.agents.includes(language)}
              onChange={({ currentTarget: { checked } }) =>
                change({
                  agents: PROFILES.map((one) => one.language).filter((one) =>
                    one === language ? checked : options.agents.includes(one),
                  ),
                })
              }
            />
            {languageName(language)}
          </label>
        ))}
      </fieldset>
      <div class="studio-fields">
        <ChoiceField
          label="Who speaks"
          value={engine.is === 'endpoint' ? `endpoint ${engine.name}` : engine.is}
          choices={[
            ['script', 'scripted agents, without a model'],
            ['model', info ? `the model in use, ${info.model}` : 'the model in use'],
            ...endpoints.map(({ name }) => [`endpoint ${name}`, `the endpoint ${name}`] as const),
          ]}
          set={(value) =>
            setEngine(
              value === 'script' || value === 'model'
                ? { is: value }
                : { is: 'endpoint', name: value.replace('endpoint ', '') },
            )
          }
        />
        <ChoiceField
          label="Discussion"
          value={options.form}
          choices={FORMS.map((form) => [form, FORM_WORDS[form]] as const)}
          set={(form) => change({ form: form as DiscussionForm })}
        />
        <ChoiceField
          label="Seeds"
          value={seeds}
          choices={[
            ['family', 'the generated family'],
            ['history', 'programs of your runs that passed'],
            ['folder', 'a folder of your code'],
          ]}
          set={(value) => setSeeds(value as Seeds)}
        />
        {seeds === 'folder' && (
          <label>
            Folder
            <input
              type="file"
              multiple
              // Whole folders, where the browser lets one be chosen.
              {...{ webkitdirectory: true }}
              onChange={({ currentTarget }) => void readFiles(currentTarget.files).then(setFiles)}
            />
            <span>{count(files.length, 'piece')} of code</span>
          </label>
        )}
        <NumberField label="Rounds" min={1} value={options.rounds} set={(rounds) => change({ rounds })} />
        <NumberField
          label="Side by side"
          min={1}
          max={64}
          value={options.discussions}
          set={(discussions) => change({ discussions })}
        />
        <NumberField label="Turns" min={1} max={9} value={options.turns} set={(turns) => change({ turns })} />
        <NumberField
          label="Tokens a discussion"
          value={options.budget}
          set={(budget) => change({ budget })}
        />
        <NumberField
          label="Programs each"
          min={1}
          max={16}
          value={options.solutions}
          set={(solutions) => change({ solutions })}
        />
        <NumberField label="Mends" max={5} value={options.mends} set={(mends) => change({ mends })} />
        <NumberField label="Seed" value={options.seed} set={(seed) => change({ seed })} />
        <label class="check">
          <input
            type="checkbox"
            checked={options.memory}
            onChange={({ currentTarget: { checked } }) => change({ memory: checked })}
          />
          With memory
        </label>
      </div>
      {(reason || refusal) && (
        <p class="notice" role="status">
          {reason || refusal}
        </p>
      )}
      <button type="submit" class="primary" aria-disabled={reason !== null}>
        Begin <kbd>Ctrl ⏎</kbd>
      </button>
    </form>
  );
}

async function readFiles(list: FileList | null): Promise<Snippet[]> {
  const files = [...(list ?? [])].filter(({ size }) => size <= LARGEST_FILE);
  const read = await Promise.all(
    files.map(async (file) => ({ path: file.webkitRelativePath || file.name, text: await file.text() })),
  );
  return [...snippetsFromFiles(read.sort((p, q) => (p.path < q.path ? -1 : 1)))];
}

async function historySnippets(): Promise<Snippet[]> {
  const all: Snippet[] = [];
  for (const { run } of await listRuns()) all.push(...snippetsFromRuns(await readEvents(run)));
  return all;
}
