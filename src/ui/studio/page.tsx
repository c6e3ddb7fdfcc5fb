import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Command, DEFAULTS, type JobSettings } from '../../studio/jobs/settings.ts';
import { useApp } from '../app-state.ts';
import { useActions } from '../command/actions.ts';
import { OtherTab } from '../frame/other-tab.tsx';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';
import { COMMANDS } from './commands.ts';
import { ExportForm, FamilyForm, TeachForm } from './forms.tsx';
import { JobCard } from './job-card.tsx';
import { jobsOf } from './jobs.ts';
import './studio.css';

/** Training data made in the browser, by the same steps as on the command line. */
export function StudioPage(): VNode {
  const app = useApp();
  const jobs = jobsOf(app);
  const all = useValue(jobs.all);
  const [command, setCommand] = useState<Command>('family');
  const [settings, setSettings] = useState<Record<Command, JobSettings>>(DEFAULTS);
  const trouble = (error: Error) => app.trouble.set(error);
  useEffect(() => void jobs.read().catch(trouble), [jobs]);
  const begin = () => jobs.begin(settings[command]).catch(trouble);
  useActions('studio', [{ id: 'begin job', label: 'Begin this job', keys: 'Ctrl+Enter', run: begin }]);
  return (
    <main class="page studio-page">
      <h1>Studio</h1>
      <p class="soft">
        Makes what the four roles are trained on. Everything is made and kept in this browser, goes on after a
        reload, and is saved as files. <a href={hrefOf('studio', 'languages')}>Languages</a> has agents, one a
        language, write exercises together.
      </p>
      <Tabs command={command} choose={setCommand} />
      <div id="studio-panel" role="tabpanel" aria-labelledby={`tab-${command}`}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void begin();
          }}
        >
          <p>{COMMANDS.find((one) => one.command === command)!.about}</p>
          <div class="studio-fields">
            <Form
              settings={settings[command]}
              change={(part) => setSettings({ ...settings, [command]: { ...settings[command], ...part } })}
            />
          </div>
          <button type="submit" class="primary">
            Begin <kbd>Ctrl ⏎</kbd>
          </button>
        </form>
      </div>
      <OtherTab />
      <h2>Jobs</h2>
      {all.length === 0 && <p class="soft">None yet.</p>}
      {all.map((job) => (
        <JobCard key={job.id} job={job} jobs={jobs} />
      ))}
    </main>
  );
}

function Form({ settings, change }: { settings: JobSettings; change(part: object): void }): VNode {
  if (settings.command === 'family') return <FamilyForm {...{ settings, change }} />;
  if (settings.command === 'export') return <ExportForm {...{ settings, change }} />;
  return <TeachForm {...{ settings, change }} />;
}

function Tabs({ command, choose }: { command: Command; choose(command: Command): void }): VNode {
  const at = COMMANDS.findIndex((one) => one.command === command);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = COMMANDS[(at + step + COMMANDS.length) % COMMANDS.length]!;
    choose(next.command);
    document.getElementById(`tab-${next.command}`)?.focus();
  };
  return (
    <div class="studio-tabs" role="tablist" aria-label="What to make" onKeyDown={onKeyDown}>
      {COMMANDS.map(({ command: one, name }) => (
        <button
          type="button"
          role="tab"
          key={one}
          id={`tab-${one}`}
          aria-selected={one === command}
          aria-controls="studio-panel"
          tabIndex={one === command ? 0 : -1}
          onClick={() => choose(one)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
