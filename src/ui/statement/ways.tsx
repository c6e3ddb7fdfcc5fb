import type { VNode } from 'preact';
import { PROGRAM_CHECKER, type Problem } from '../../judge/problem.ts';

/**
 * What a person has to know of how a program is given its input and gives its answer, where that is not the standard
 * streams; and that answers other than the samples' may be right.
 */
export function Ways({ problem: { io, interactor, checker } }: { problem: Problem }): VNode | null {
  const ways: VNode[] = [];
  if (interactor) {
    ways.push(
      <>
        Your program talks with the problem’s own: what one prints the other reads. Flush what you print
        before you wait for the answer.
      </>,
    );
  }
  if (io.kind === 'files') {
    ways.push(
      <>
        {io.input ? (
          <>
            Read the input from the file <code>{io.input}</code>
          </>
        ) : (
          'Read standard input'
        )}
        , and{' '}
        {io.output ? (
          <>
            write the answer to the file <code>{io.output}</code>
          </>
        ) : (
          'print the answer'
        )}
        . {io.input && io.output ? 'Both are' : 'It is'} in the folder that your program starts in.
      </>,
    );
  }
  if (io.kind === 'call') {
    ways.push(
      <>
        Write the function <code>{io.fn}</code>, or a class <code>Solution</code> with such a method; nothing
        has to be read or printed. A test’s input is the arguments, each as JSON on a line of its own, and its
        output the result as JSON.
      </>,
    );
  }
  if (checker.id === PROGRAM_CHECKER) {
    ways.push(
      <>More than one answer may be right: the problem’s own checker decides, not the samples’ text.</>,
    );
  }
  if (ways.length === 0) return null;
  return (
    <div class="ways">
      {ways.map((way, i) => (
        <p key={i}>{way}</p>
      ))}
    </div>
  );
}
