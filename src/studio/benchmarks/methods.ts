import type { EngineInfo } from '../../llm/engine.ts';
import type { Asked } from '../examine/budget.ts';
import { direct, mapCoder, quartet, type Solver, samplesFiltered } from '../examine/solvers.ts';

export type MethodId = 'direct' | 'samples' | 'mapcoder' | 'mapcoder-packs' | 'quartet' | 'quartet-packs';

/** One way to solve that the benchmarks compare. */
export interface Method {
  id: MethodId;
  name: string;
  about: string;
  solver: Solver;
  /** Whether the roles have their packs on; else the model answers as any model without them. */
  packs: boolean;
  /** Whether it is compared unless something else is asked for. */
  usual: boolean;
}

export const METHODS: readonly Method[] = [
  {
    id: 'direct',
    name: 'direct coding',
    about: 'One program, the model’s best guess; what is left of the budget is not used.',
    ...{ solver: direct, packs: false, usual: true },
  },
  {
    id: 'samples',
    name: 'samples, filtered',
    about: 'Programs until one passes the samples: what the budget is worth without any loop.',
    ...{ solver: samplesFiltered, packs: false, usual: false },
  },
  {
    id: 'mapcoder',
    name: 'MapCoder, k 3, t 5',
    about: 'MapCoder’s loop: a retrieval, three plans, a program for each and up to five mends.',
    ...{ solver: mapCoder, packs: false, usual: true },
  },
  {
    id: 'mapcoder-packs',
    name: 'MapCoder with packs',
    about: 'The same loop with a pack for each role, as MapCoder-Lite has it.',
    ...{ solver: mapCoder, packs: true, usual: false },
  },
  {
    id: 'quartet',
    name: 'Quartet without packs',
    about: 'Quartet’s loop with the bare model.',
    ...{ solver: quartet({}), packs: false, usual: true },
  },
  {
    id: 'quartet-packs',
    name: 'Quartet with packs',
    about: 'Quartet’s loop with a pack for each role.',
    ...{ solver: quartet({}), packs: true, usual: true },
  },
];

const BY_ID = new Map(METHODS.map((method) => [method.id, method]));
export const methodOf = (id: MethodId): Method => BY_ID.get(id)!;

/** Those that are compared unless something else is asked for: a model without packs has nothing to put on. */
export const usualMethods = ({ packs }: Pick<EngineInfo, 'packs'>): MethodId[] =>
  METHODS.filter((method) => method.usual && (!method.packs || packs.length > 0)).map(({ id }) => id);

/** The engine as one that has no packs: it is asked as any other model is. */
export const withoutPacks = (engine: Asked): Asked => ({
  info: { ...engine.info, packs: [] },
  countTokens: (prompt) => engine.countTokens(prompt),
  submit: (requests, signal) =>
    engine.submit(
      requests.map((request) => ({ ...request, role: null })),
      signal,
    ),
});

/**
 * The engine as a method gets it. A model that was trained on our documents alone knows no other way to be asked for a
 * program, and its direct coding takes the packs off itself.
 */
export function engineFor({ id, packs }: Method, engine: Asked, readsDocuments: boolean): Asked {
  const asksDocument = readsDocuments && (id === 'direct' || id === 'samples');
  return packs || asksDocument ? engine : withoutPacks(engine);
}
