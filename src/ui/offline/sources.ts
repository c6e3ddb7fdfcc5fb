import { keepParts, keepVersion, missingFiles } from '../../offline/keep.ts';
import { bytesOf, filesOf, type SiteList, type SitePart } from '../../offline/site.ts';
import { dropOthers, type SiteCache, wholeVersion, wholeVersions } from '../../offline/site-cache.ts';
import { downloadBytes } from '../../sandbox/assets/asset.ts';
import { dropBroken, isKept, keptParts } from '../../sandbox/assets/kept.ts';
import { takeAsset } from '../../sandbox/assets/load-asset.ts';
import { LANGUAGES } from '../../sandbox/languages.ts';
import { assetsOf } from '../../sandbox/runtime.ts';
import { RUNTIMES } from '../../sandbox/runtimes.ts';
import { EMBEDDED_MODEL } from '../../store/settings.ts';
import { PAGE, type Piece } from './view.ts';

/** Where a piece comes from, and how it is kept. */
export interface Source extends Omit<Piece, 'state'> {
  isHere(): Promise<boolean>;
  /** Keeps what is missing; `onBytes` is told of bytes that came or had come before. */
  take(signal: AbortSignal, onBytes: (bytes: number) => void): Promise<void>;
  /** Drops what has come of it without being whole. */
  dropBroken(): Promise<void>;
}

const languagesOn = (runtime: string) =>
  LANGUAGES.filter(({ id, runsAs }) => (runsAs ?? id) === runtime).map(({ label }) => label);

/** Languages by what is fetched for them; those that only need the page are named with it. A site need not have all. */
const runtimes = Object.entries(RUNTIMES)
  .map(([id, runtime]) => ({ id, assets: assetsOf(runtime), labels: languagesOn(id) }))
  .filter(({ labels }) => labels.length > 0);

/** What can be kept of a version of the site, and the languages. */
export function sourcesOf(site: SiteCache, list: SiteList): Source[] {
  const withThePage = runtimes.filter(({ assets }) => assets.length === 0).flatMap(({ labels }) => labels);
  return [
    {
      ...siteSource(site, list, PAGE),
      label: ['This page', `the model ${EMBEDDED_MODEL}`, 'the bundled problems', ...withThePage].join(', '),
      isHere: async () => (await wholeVersion(site, list.version)) !== null,
      take: (signal, onBytes) => keepVersion(site, list, [PAGE], { signal, onBytes }),
    },
    ...runtimes.filter(({ assets }) => assets.length > 0).map(runtimeSource),
    { ...siteSource(site, list, 'web-llm'), label: 'What runs the compiled libraries of other models' },
  ];
}

function siteSource(site: SiteCache, list: SiteList, part: SitePart): Omit<Source, 'label'> {
  return {
    id: part,
    bytes: bytesOf(filesOf(list, [part])),
    isHere: async () => (await missingFiles(site, list, [part])).length === 0,
    take: (signal, onBytes) => keepParts(site, list, [part], { signal, onBytes }),
    dropBroken: async () => dropOthers(site, await wholeVersions(site)),
  };
}

function runtimeSource({ id, assets, labels }: (typeof runtimes)[number]): Source {
  return {
    id,
    label: labels.join(', '),
    bytes: assets.reduce((sum, asset) => sum + downloadBytes(asset), 0),
    async isHere() {
      const kept = await keptParts();
      return assets.every((asset) => isKept(asset, kept));
    },
    async take(signal, onBytes) {
      for (const asset of assets) await takeAsset(asset, { signal, onBytes });
    },
    async dropBroken() {
      for (const asset of assets) await dropBroken(asset);
    },
  };
}
