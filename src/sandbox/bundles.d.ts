/** Modules that the build's sandbox plugin makes (tools/vite/sandbox.ts). */
declare module 'virtual:sandbox/frame' {
  /** The isolated frame's script, and its Content-Security-Policy source, `'sha256-…'`. */
  export const script: string;
  export const hash: string;
}
declare module 'virtual:sandbox/worker/*' {
  /** Where the language's worker is served: one classic script. */
  const url: string;
  export default url;
}
/** A file of a package as the site serves it (tools/vite/assets.ts). */
declare module '*?asset' {
  const asset: import('./assets/asset.ts').Asset;
  export default asset;
}
