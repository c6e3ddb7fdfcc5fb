/** Made by the build (tools/vite/offline.ts). */
declare module 'virtual:site' {
  /** Names the content of `public/`; null while developing and testing, where it changes. */
  export const publicVersion: string | null;
}
