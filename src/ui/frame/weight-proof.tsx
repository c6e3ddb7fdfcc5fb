import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type Engine, ROLES, type Role, type RoleProof } from '../../llm/engine.ts';
import { count } from '../words.ts';

type Outcome = { is: 'not asked' } | { is: 'asked'; proofs: RoleProof[]; error: Error | null; done: boolean };

/** Puts each pack on in turn, the bare base last, and compares the bits in memory with what they should be. */
export function WeightProof({ engine }: { engine: Engine }): VNode {
  const [outcome, setOutcome] = useState<Outcome>({ is: 'not asked' });
  const installed = ROLES.filter((role) => engine.info.packs.some((pack) => pack.role === role));
  const check = async () => {
    const proofs: RoleProof[] = [];
    const show = (error: Error | null, done: boolean) =>
      setOutcome({ is: 'asked', proofs: [...proofs], error, done });
    show(null, false);
    try {
      for (const role of [...installed, null]) {
        proofs.push(await engine.verifyRole(role));
        show(null, false);
      }
      show(null, true);
    } catch (error) {
      show(error as Error, true);
    }
  };
  const busy = outcome.is === 'asked' && !outcome.done;
  return (
    <div class="proof">
      <button type="button" aria-disabled={busy} onClick={() => !busy && void check()}>
        Check the bits in memory
      </button>
      {outcome.is === 'asked' && (
        <ul role="status">
          {outcome.proofs.map((proof) => (
            <li key={proof.role ?? 'base'} class={proof.ok ? 'right' : 'wrong'}>
              {sentenceOf(proof)}
            </li>
          ))}
          {busy && <li class="soft">checking…</li>}
          {outcome.error && <li class="wrong">{outcome.error.message}</li>}
        </ul>
      )}
    </div>
  );
}

const nameOf = (role: Role | null) => (role === null ? 'the bare base' : `the ${role}'s pack`);

function sentenceOf({ role, ok, weights }: RoleProof): string {
  const wrong = weights.filter(({ expected, actual }) => expected !== actual);
  const name = nameOf(role);
  if (ok) return `${count(weights.length, 'weight')} exactly as under ${name}`;
  return `${wrong.length} of ${weights.length} weights not as under ${name}: ${wrong[0]?.name ?? 'none named'}`;
}
