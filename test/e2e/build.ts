import { build } from 'vite';

/** The end-to-end tests drive the site that a person gets: built once, before the first of them. */
export default async function buildSite(): Promise<void> {
  await build({ logLevel: 'warn' });
}
