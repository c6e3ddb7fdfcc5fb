import type { VNode } from 'preact';
import { languageName } from '../../../agents/languages.ts';
import type { Tally } from '../../../studio/agents/tally.ts';
import { count } from '../../words.ts';
import { CAUSE_WORDS } from './words.ts';

/** How much there is in each language, and what was dropped and why. */
export function Balance({ tally }: { tally: Tally }): VNode {
  const languages = Object.entries(tally.languages);
  const most = Math.max(1, ...languages.map(([, one]) => one.seed + one.agents));
  const causes = [...tally.causes].sort((p, q) => q.count - p.count);
  const { answers, unreadable, promptTokens, completionTokens } = tally;
  return (
    <div class="languages-balance">
      <table>
        <caption class="hidden-label">Balance of languages</caption>
        <thead>
          <tr>
            <th scope="col">Language</th>
            <th scope="col">Kept</th>
            <th scope="col" class="number">
              from seeds
            </th>
            <th scope="col" class="number">
              from agents
            </th>
            <th scope="col" class="number">
              pairs
            </th>
            <th scope="col" class="number">
              dropped
            </th>
          </tr>
        </thead>
        <tbody>
          {languages.map(([language, { seed, agents, pairs, dropped }]) => (
            <tr key={language}>
              <th scope="row">{languageName(language)}</th>
              <td>
                <span class="languages-bar" aria-hidden="true">
                  <i style={{ width: `${(100 * agents) / most}%` }} />
                  <i class="seeds" style={{ width: `${(100 * seed) / most}%` }} />
                </span>
              </td>
              <td class="number">{seed}</td>
              <td class="number">{agents}</td>
              <td class="number">{pairs}</td>
              <td class="number">{dropped}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl>
        {causes.map(({ what, cause, count: times }) => (
          <div key={`${what} ${cause}`}>
            <dt>
              Dropped, {what}: {CAUSE_WORDS[cause]}
            </dt>
            <dd>{times}</dd>
          </div>
        ))}
        <div>
          <dt>Asked</dt>
          <dd>
            {count(answers, 'answer')}, {unreadable} unreadable; {count(promptTokens, 'prompt token')},{' '}
            {count(completionTokens, 'token')} written
          </dd>
        </div>
      </dl>
    </div>
  );
}
