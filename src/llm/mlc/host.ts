/** What a page or worker has to give so that web-llm can be used. `workers/llm/web-llm.ts` is the real one. */
export interface MlcHost {
  /** Reads web-llm, 5.5 MB, and makes an engine of it. Told what it reports while it loads a model. */
  createEngine(settings: EngineSettings): Promise<WebLlmEngine>;
  /**
   * Runs `work`, for which whatever web-llm looks for in the browser's caches is what `files` has, by address; it asks
   * no network.
   */
  serving<T>(files: ServedFiles, work: () => Promise<T>): Promise<T>;
}

/** The public part of web-llm's configuration that is used. */
export interface EngineSettings {
  appConfig: { model_list: { model: string; model_id: string; model_lib: string }[] };
  logLevel: 'SILENT';
}

/** The public part of web-llm's `MLCEngine` that is used. */
export interface WebLlmEngine {
  reload(model: string, options: object): Promise<void>;
  unload(): Promise<void>;
}

/** Files by address, each read when it is asked for. */
export type ServedFiles = ReadonlyMap<string, () => Promise<Uint8Array<ArrayBuffer>>>;
