import { keepParts, keepVersion, missingFiles } from '../../offline/keep.ts';
import { bytesOf, filesOf, type SiteList, type SitePart } from '../../offline/site.ts';
import { type SiteCache, wholeVersions } from '../../offline/site-cache.ts';
import { downloadBytes } from '../../sandbox/assets/asset.ts';
import { isKept, keptParts } from '../../sandbox/assets/kept.ts';
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
}

const languagesOn = (runtime: string) =>
  LANGUAGES.filter(({ id, runsAs }) => (runsAs ?? id) === runtime).map(({ label }) => label);

/** Languages by what is fetched for them; those that only need the page are named with it. */
const runtimes = Object.entries(RUNTIMES).map(([id, runtime]) => {
  return { id, assets: assetsOf(runtime), labels: languagesOn(id) };
});

/** What can be kept of a version of the site, and the languages. */
export function sourcesOf(site: SiteCache, list: SiteList): Source[] {
  const withThePage = runtimes.filter(({ assets }) => assets.length === 0).flatMap(({ labels }) => labels);
  return [
    {
      ...siteSource(site, list, PAGE),
      label: ['This page', `the model ${EMBEDDED_MODEL}`, 'the bundled problems', ...withThePage].join(', '),
      async isHere() {
        const whole = (await wholeVersions(site)).some(({ version }) => version === list.version);
        return whole && (await missingFiles(site, list, [PAGE])).length === 0;
      },
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
  };
}
