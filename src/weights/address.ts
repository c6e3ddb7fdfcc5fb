/** Where the repositories of web-llm's list are published. */
export const HUB = 'https://huggingface.co/';

/**
 * The folder of a repository's files, ending with a slash, of what people write: a model's page on Hugging Face or a
 * mirror of it (`https://HOST/OWNER/NAME`, with or without `/tree/main`), `OWNER/NAME` alone, or a folder's address.
 * Null where it is none of these.
 */
export function repositoryFolder(written: string): string | null {
  const text = written.trim().replace(/\/+$/, '');
  if (/^[\w.-]+\/[\w.-]+$/.test(text)) return `${HUB}${text}/resolve/main/`;
  const [, host, path, rest] =
    text.match(/^(https?:\/\/[^/\s?#]+)((?:\/[^/\s?#]+)*?)(\/(?:tree|resolve|blob)\/[^/\s?#]+)?$/i) ?? [];
  if (!host) return null;
  if (rest) return `${host}${path}/resolve/${rest.split('/')[2]}/`;
  const onHub = /^https:\/\/(www\.)?(huggingface\.co|hf\.co|hf-mirror\.com)$/i.test(host);
  return onHub && path!.split('/').length === 3 ? `${host}${path}/resolve/main/` : `${host}${path}/`;
}

/** What lies below `from` (`HUB`, say) at the same place of a mirror; other addresses as they are, all where there is none. */
export function mirrored(url: string, mirror: string, from = HUB): string {
  return mirror && url.startsWith(from) ? `${mirror.replace(/\/+$/, '')}/${url.slice(from.length)}` : url;
}
