import type { AlarmRequest } from '../src/sandbox/alarm.ts';

/** Answers each request when its time has come, on a thread that does nothing else. */
addEventListener('message', ({ data: { id, at } }: MessageEvent<AlarmRequest>) => {
  setTimeout(() => postMessage(id), Math.ceil(at - performance.timeOrigin - performance.now()));
});
