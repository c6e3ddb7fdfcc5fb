import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GivenModel } from '../../src/automation.ts';
import { UsageError } from '../command-line.ts';
import type { SiteOptions } from '../site.ts';

/** Another model than the embedded one: what the page is told of it, and how the site must be opened for it. */
export interface Given {
  model: GivenModel;
  site: SiteOptions & { allow?: string };
}

/** A model that a command line names: a folder in MLC's format, or an endpoint as `URL#MODEL`. Throws `UsageError`. */
export function givenModel(name: string, context: number, key: string): Given {
  if (/^https?:\/\//.test(name)) {
    const [, url, model] = /^([^#]+)#(.+)$/.exec(name) ?? [];
    if (!url || !model || !URL.canParse(url))
      throw new UsageError(
        `An endpoint is named with its model, as http://localhost:11434/v1#NAME, not “${name}”.`,
      );
    const endpoint = { name: model, url, model, key, contextLength: context, inFlight: 8 };
    return { model: { endpoint }, site: { allow: new URL(url).origin } };
  }
  if (!existsSync(join(name, 'mlc-chat-config.json')))
    throw new UsageError(
      `${name} is no model: it has no mlc-chat-config.json. Name a folder in MLC's format, or URL#MODEL.`,
    );
  return { model: { baseUrl: 'given/' }, site: { given: name } };
}
