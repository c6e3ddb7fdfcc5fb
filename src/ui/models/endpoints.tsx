import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { endpointModels } from '../../endpoint/open.ts';
import { EMBEDDED_MODEL, type NamedEndpoint } from '../../store/settings.ts';
import { useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { useValue } from '../state.ts';
import { count } from '../words.ts';
import { endpointFetch } from './open-endpoint.ts';
import { useModelChoice } from './use-choice.ts';

/** Models behind endpoints that the person names: none unless they do. */
export function Endpoints(): VNode {
  const app = useApp();
  const { endpoints } = useValue(app.settings);
  const { choice, choose, locked } = useModelChoice();
  const inUse = (name: string) => choice.executor === 'endpoint' && choice.model === name;
  const remove = (name: string) => {
    if (inUse(name)) choose({ model: EMBEDDED_MODEL, executor: 'auto' });
    app.changeSettings({ endpoints: endpoints.filter((other) => other.name !== name) });
  };
  return (
    <section aria-labelledby="endpoints" class="endpoints">
      <h2 id="endpoints">Outside of this page</h2>
      <p class="soft">
        A model that you run elsewhere, behind an OpenAI-compatible endpoint (Ollama, llama.cpp, vLLM, LM
        Studio …). With it in use <strong>statements, programs and test results leave this page</strong> and
        go to the address that you name. It has no role packs: the four roles run on instruct prompts.
      </p>
      {app.outside.sealed ? (
        <p class="notice">
          This copy of Quartet was built so that nothing leaves the page: endpoints are off.
        </p>
      ) : (
        <>
          {endpoints.length > 0 && (
            <ul class="endpoint-list">
              {endpoints.map(({ name, model, url, contextLength }) => (
                <li key={name}>
                  <strong>{name}</strong> {model} at <code>{url}</code>, {count(contextLength, 'token')}{' '}
                  {inUse(name) ? (
                    <span class="slow in-use-mark">in use, leaves this page</span>
                  ) : (
                    <button
                      type="button"
                      aria-disabled={locked}
                      onClick={() => locked || choose({ model: name, executor: 'endpoint' })}
                    >
                      Use
                    </button>
                  )}
                  {!(locked && inUse(name)) && <ConfirmButton label="Delete" act={() => remove(name)} />}
                </li>
              ))}
            </ul>
          )}
          <EndpointForm
            taken={endpoints.map(({ name }) => name)}
            add={(endpoint) => app.changeSettings({ endpoints: [...endpoints, endpoint] })}
          />
        </>
      )}
    </section>
  );
}

const EMPTY: NamedEndpoint = {
  ...{ name: '', url: '', model: '', key: '' },
  ...{ contextLength: 8192, inFlight: 4 },
};

interface FormProps {
  taken: string[];
  add(endpoint: NamedEndpoint): void;
}

function EndpointForm({ taken, add }: FormProps): VNode {
  const app = useApp();
  const [draft, setDraft] = useState(EMPTY);
  const [models, setModels] = useState<string[]>([]);
  const [said, setSaid] = useState<{ error: boolean; text: string } | null>(null);
  const change = (part: Partial<NamedEndpoint>) => setDraft({ ...draft, ...part });
  const askForModels = async () => {
    setSaid({ error: false, text: 'Asking…' });
    const { signal } = new AbortController();
    try {
      const found = await endpointModels(draft, endpointFetch(app.outside, 'an endpoint'), signal);
      setModels(found ?? []);
      setSaid({
        error: false,
        text: found ? `It has ${count(found.length, 'model')}.` : 'It answers, and has no list of models.',
      });
    } catch (error) {
      setSaid({ error: true, text: (error as Error).message });
    }
  };
  const submit = () => {
    const name = draft.model.trim();
    const fault = faultOf(draft) ?? (taken.includes(name) ? `${name} is in the list already.` : null);
    if (fault !== null) {
      setSaid({ error: true, text: fault });
      return;
    }
    add({ ...draft, name, model: name, url: draft.url.trim() });
    setDraft(EMPTY);
    setModels([]);
    setSaid(null);
  };
  const text = (label: string, part: 'url' | 'model' | 'key', more: object = {}) => (
    <label>
      {label}
      <input
        type="text"
        value={draft[part]}
        onInput={({ currentTarget }) => change({ [part]: currentTarget.value })}
        {...more}
      />
    </label>
  );
  const number = (label: string, part: 'contextLength' | 'inFlight', min: number) => (
    <label>
      {label}
      <input
        type="number"
        min={min}
        value={draft[part]}
        onInput={({ currentTarget }) => change({ [part]: currentTarget.valueAsNumber })}
      />
    </label>
  );
  return (
    <form
      class="endpoint-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {text('Address', 'url', { inputMode: 'url', placeholder: 'http://localhost:11434/v1' })}
      {text('Model', 'model', { list: 'endpoint-models', placeholder: 'qwen2.5-coder:7b' })}
      <datalist id="endpoint-models">
        {models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      {text('Key, if it wants one; kept in this browser as it is', 'key', {
        type: 'password',
        autocomplete: 'off',
      })}
      {number('Tokens that it reads', 'contextLength', 512)}
      {number('Answers at once', 'inFlight', 1)}
      <p class="choices">
        <button type="button" onClick={() => void askForModels()}>
          Ask which models it has
        </button>
        <button type="submit">Add</button>
      </p>
      {said && (
        <p role="status" class={said.error ? 'wrong' : 'soft'}>
          {said.text}
        </p>
      )}
    </form>
  );
}

function faultOf({ url, model, contextLength, inFlight }: NamedEndpoint): string | null {
  if (!/^https?:\/\/[^\s/]/.test(url.trim()) || !URL.canParse(url.trim()))
    return 'Write the address with https:// or http://, usually up to /v1.';
  if (model.trim() === '') return 'Name the model as the endpoint does.';
  if (!(contextLength >= 512)) return 'A solve needs 512 tokens at least.';
  if (!(inFlight >= 1)) return 'One answer at once is the least.';
  return null;
}
