/** Which versions of the site are open in some tab: each page holds a shared lock that names its own. */

const prefixOf = (root: string): string => `quartet-version ${new URL(root).pathname} `;

/** Tells, for as long as this page lives, that it is of this version. */
export function holdVersion(root: string, version: string): void {
  void navigator.locks.request(prefixOf(root) + version, { mode: 'shared' }, () => new Promise(() => {}));
}

export async function openVersions(root: string): Promise<Set<string>> {
  if (!('locks' in navigator)) return new Set();
  const { held = [] } = await navigator.locks.query();
  const prefix = prefixOf(root);
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
}
