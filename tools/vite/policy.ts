/** The mode of a build that lets nothing out: `vite build --mode sealed`. */
export const SEALED = 'sealed';

/**
 * The page's Content-Security-Policy. The isolated frame's document inherits it, so the frame's inline script
 * (`frameHash`) and its blob workers have to be allowed here as well as in the frame's own, stricter policy. Models and
 * endpoints are asked over https or on this machine, each host with the person's consent (`src/outside`); sealed,
 * nobody is.
 */
export function pagePolicy(frameHash: string, sealed: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' blob: ${frameHash}`,
    "worker-src 'self' blob:",
    `connect-src 'self'${sealed ? '' : ' https: http://localhost:* http://127.0.0.1:*'}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
