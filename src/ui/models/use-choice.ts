import type { ModelChoice } from '../../store/settings.ts';
import { useApp } from '../app-state.ts';
import { createState, useValue } from '../state.ts';

const NEVER = createState(false);

/** The choice of the model, and how it is changed; `locked` while a run or a job of the studio uses it. */
export function useModelChoice(): { choice: ModelChoice; choose(next: ModelChoice): void; locked: boolean } {
  const app = useApp();
  const { model: kept } = useValue(app.settings);
  const choice = useValue(app.model.choice) ?? kept;
  const running = useValue(useValue(app.run)?.live ?? NEVER);
  const teaching = useValue(app.teaching);
  const locked = running || teaching > 0;
  const choose = (next: ModelChoice) => {
    if (locked) return;
    app.changeSettings({ model: next });
    app.model.use(next);
  };
  return { choice, choose, locked };
}
