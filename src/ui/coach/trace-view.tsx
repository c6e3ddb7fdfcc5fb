import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { cutTrace } from '../../agents/trace/cut.ts';
import { firstWrongByte } from '../../agents/trace/text.ts';
import type { TracedTest } from '../../judge/trace-test.ts';
import type { TraceStep } from '../../sandbox/program.ts';

interface Props {
  source: string;
  traced: TracedTest;
  /** What the program should have printed. */
  answer: string;
}

/** What a screen has room for. */
const ON_SCREEN = { lines: 400, value: 120, times: 20 };

/** The program with what each line left in the variables, up to the step that the slider stands on. */
export function TraceView({ source, traced, answer }: Props): VNode {
  const { steps, left } = useMemo(() => {
    const { trace, printed } = traced;
    const wrong = printed === null ? null : firstWrongByte(answer, printed);
    const cut = cutTrace(trace, { ...ON_SCREEN, printed: wrong });
    const kept = cut.filter((step): step is TraceStep => step !== null);
    return { steps: kept, left: cut.length > kept.length };
  }, [traced, answer]);
  const [at, setAt] = useState(steps.length - 1);
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const row = current.current;
    const list = row?.parentElement;
    if (row && list) list.scrollTop = Math.max(0, row.offsetTop - list.offsetTop - list.clientHeight / 2);
  }, [at]);

  const step = steps[at];
  if (!step) return <p class="soft">The program changed no variable before its output went wrong.</p>;
  const latest = new Map<number, TraceStep>();
  for (const one of steps.slice(0, at + 1)) latest.set(one.line, one);
  const place = `Step ${at + 1} of ${steps.length}, line ${step.line}${step.fn && ` in ${step.fn}`}`;
  return (
    <figure class="trace">
      <figcaption>
        <label for="trace-step">Line by line</label>
        <input
          id="trace-step"
          type="range"
          min={0}
          max={steps.length - 1}
          value={at}
          aria-valuetext={place}
          onInput={({ currentTarget }) => setAt(Number(currentTarget.value))}
        />
        <span>{place}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <ol tabIndex={0} aria-label="Your program, with what its lines did">
        {source
          .trimEnd()
          .split('\n')
          .map((text, i) => {
            const line = i + 1;
            const isCurrent = line === step.line;
            const seen = latest.get(line);
            return (
              <li
                key={line}
                {...(isCurrent && { ref: current, 'aria-current': 'step' })}
                class={seen ? 'seen' : ''}
              >
                <code>{text}</code>
                <span class="values">
                  {seen?.changed.map(([name, value]) => (
                    <span key={name}>
                      <var>{name}</var> = {value}
                    </span>
                  ))}
                </span>
              </li>
            );
          })}
      </ol>
      {left && <p class="soft">Of loops and long runs, only the first and the last steps are shown.</p>}
    </figure>
  );
}
