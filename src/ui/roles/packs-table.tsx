import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { knowsPrompt, PROMPT_HASHES } from '../../agents/roles/index.ts';
import type { LoadedEngine } from '../../llm/build-pack.ts';
import { type PackInfo, ROLES, type Role, type RoleProof } from '../../llm/engine.ts';
import type { KeptPack } from '../../store/packs.ts';
import { useApp } from '../app-state.ts';
import { bytes, count, duration } from '../words.ts';
import { type Choice, choiceFor, choosePack } from './choose-pack.ts';

/** What the last proof of a role, or of the bare base, showed. */
type Outcome = { is: 'busy' } | { is: 'proven'; proof: RoleProof } | { is: 'failed'; error: Error };

interface Props {
  engine: LoadedEngine;
  kept: readonly KeptPack[];
  locked: boolean;
}

/** A row a role, and one for the bare base. */
export function PacksTable({ engine, kept, locked }: Props): VNode {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<Role | null, Outcome>>(new Map());
  const tell = (role: Role | null, outcome: Outcome | null) =>
    setOutcomes((old) => {
      const next = new Map(old);
      if (outcome) next.set(role, outcome);
      else next.delete(role);
      return next;
    });
  const busy = [...outcomes.values()].some(({ is }) => is === 'busy');

  const prove = async (role: Role | null) => {
    tell(role, { is: 'busy' });
    try {
      // From the bare base, so that the time is that of one pack.
      if (role) await engine.verifyRole(null);
      tell(role, { is: 'proven', proof: await engine.verifyRole(role) });
    } catch (error) {
      tell(role, { is: 'failed', error: error as Error });
    }
  };
  const proveAll = async () => {
    for (const { role } of engine.info.packs) await prove(role);
    await prove(null);
  };

  return (
    <div class="model-frame">
      <table class="model-table packs">
        <thead>
          <tr>
            <th scope="col">Role</th>
            <th scope="col">Pack</th>
            <th scope="col">Prompt</th>
            <th scope="col" class="number">
              Size
            </th>
            <th scope="col" class="number">
              Changes
            </th>
            <th scope="col">Bits in memory</th>
          </tr>
        </thead>
        <tbody>
          {ROLES.map((role) => (
            <RoleRow
              key={role}
              {...{ role, engine, kept, locked: locked || busy }}
              outcome={outcomes.get(role)}
              prove={() => void prove(role)}
              changed={() => tell(role, null)}
            />
          ))}
          <tr>
            <th scope="row">bare base</th>
            <td>
              <code title={engine.info.baseHash}>{engine.info.baseHash.slice(0, 12)}</code>
            </td>
            <td />
            <td class="number" data-name="Size">
              {bytes(engine.info.weightBytes)}
            </td>
            <td class="number">–</td>
            <Proof
              outcome={outcomes.get(null)}
              label="Take packs off, prove"
              locked={locked || busy}
              prove={() => void prove(null)}
            />
          </tr>
        </tbody>
      </table>
      <p>
        <button
          type="button"
          aria-disabled={locked || busy}
          onClick={() => locked || busy || void proveAll()}
        >
          Prove and measure them all
        </button>
      </p>
    </div>
  );
}

interface RowProps extends Props {
  role: Role;
  outcome: Outcome | undefined;
  prove(): void;
  /** Told when the role was given another pack. */
  changed(): void;
}

function RoleRow({ role, engine, kept, locked, outcome, prove, changed }: RowProps): VNode {
  const app = useApp();
  const [error, setError] = useState<Error | null>(null);
  const [switching, setSwitching] = useState(false);
  const pack = engine.info.packs.find((known) => known.role === role);
  const choice = choiceFor(engine, role);
  const choose = async (chosen: Choice) => {
    setError(null);
    setSwitching(true);
    await choosePack(app, engine, role, chosen).then(changed, setError);
    setSwitching(false);
  };
  return (
    <tr>
      <th scope="row">{role}</th>
      <td>
        <select
          aria-label={`Pack of the ${role}`}
          value={optionOf(choice)}
          disabled={locked || switching}
          onChange={({ currentTarget }) => void choose(choiceOf(currentTarget.value))}
        >
          {engine.info.own
            .filter((own) => own.role === role)
            .map(({ hash }) => (
              <option key={hash} value="own">
                came with the model · {hash.slice(0, 8)}
              </option>
            ))}
          {kept
            .filter((one) => one.role === role)
            .map(({ hash, origin }) => (
              <option key={hash} value={hash}>
                {origin} · {hash.slice(0, 8)}
              </option>
            ))}
          <option value="">none</option>
        </select>
        {error && (
          <span class="wrong" role="alert">
            {error.message}
          </span>
        )}
      </td>
      <td data-name="Prompt">{promptOf(role, pack)}</td>
      <td class="number" data-name="Size">
        {pack ? bytes(pack.bytes) : '–'}
      </td>
      <td class="number" data-name="Changes">
        {pack ? `${(100 * pack.share).toFixed(1)} %` : '–'}
      </td>
      {pack ? (
        <Proof outcome={outcome} label="Put on, prove" locked={locked || switching} prove={prove} />
      ) : (
        <td class="soft">runs on the bare base</td>
      )}
    </tr>
  );
}

/** Which prompt the role is asked with; a pack that learned another one cannot be asked at all. */
function promptOf(role: Role, pack: PackInfo | undefined): VNode {
  if (!pack || pack.promptHash === '') return <>instruct</>;
  if (knowsPrompt(role, pack.promptHash)) return <>tuned</>;
  return (
    <span class="wrong" title={`It learned ${pack.promptHash}; this version asks ${PROMPT_HASHES[role]}.`}>
      of another version: Solve refuses it
    </span>
  );
}

interface ProofProps {
  outcome: Outcome | undefined;
  label: string;
  locked: boolean;
  prove(): void;
}

function Proof({ outcome, label, locked, prove }: ProofProps): VNode {
  return (
    <td class="proof-cell">
      <button type="button" aria-disabled={locked} onClick={() => locked || prove()}>
        {label}
      </button>{' '}
      <span role="status">{outcome && <Told outcome={outcome} />}</span>
    </td>
  );
}

function Told({ outcome }: { outcome: Outcome }): VNode {
  if (outcome.is === 'busy') return <span class="soft">hashing…</span>;
  if (outcome.is === 'failed') return <span class="wrong">{outcome.error.message}</span>;
  const { ok, weights, switched } = outcome.proof;
  const time = switched ? `, switched in ${duration(switched.ms, 1)}` : '';
  if (ok)
    return (
      <span class="right">
        {count(weights.length, 'weight')} exact{time}
      </span>
    );
  const wrong = weights.filter(({ expected, actual }) => expected !== actual);
  return (
    <span class="wrong">
      {wrong.length} of {weights.length} weights differ: {wrong[0]?.name}
    </span>
  );
}

const optionOf = (choice: Choice) => (choice === null ? '' : choice === 'own' ? 'own' : choice.hash);
const choiceOf = (value: string): Choice => (value === '' ? null : value === 'own' ? 'own' : { hash: value });
