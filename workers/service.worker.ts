/**
 * The site's service worker. It answers from what pages have kept (`src/offline`) and keeps nothing itself, so it knows
 * no version and seldom changes: a visit opens the version that the person took last, and whatever that page asks for
 * later has its content's name in its address.
 */
import { answerTo } from '../src/offline/answer.ts';

/** What of a service worker's global scope is used; the types of pages do not have it. */
interface ServiceWorkerScope {
  registration: { scope: string };
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate' | 'fetch', listener: (event: WorkerEvent) => void): void;
}

interface WorkerEvent {
  request: Request;
  waitUntil(done: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as ServiceWorkerScope;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const answer = answerTo(request, worker.registration.scope, () => fetch(request));
  if (answer) event.respondWith(answer);
});
