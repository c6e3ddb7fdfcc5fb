import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type BodyProps, PARTS, type Part } from './coach.tsx';
import { DebugMine } from './debug-mine.tsx';
import { Hints } from './hints.tsx';
import { StressMine } from './stress-mine.tsx';

const COMPONENTS = { debug: DebugMine, stress: StressMine, hints: Hints };

/** The parts that were asked for; one is in sight, and the others keep what they show. */
export function CoachBody(props: BodyProps): VNode {
  const { part } = props.asked;
  const [opened, setOpened] = useState<readonly Part[]>([]);
  if (!opened.includes(part)) setOpened([...opened, part]);
  return (
    <>
      {PARTS.filter((one) => one === part || opened.includes(one)).map((one) => {
        const Component = COMPONENTS[one];
        return (
          <div key={one} class="coach-part" hidden={one !== part}>
            <Component {...props} />
          </div>
        );
      })}
    </>
  );
}
