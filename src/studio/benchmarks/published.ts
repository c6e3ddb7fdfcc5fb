import type { BenchmarkId } from './benchmark.ts';

/** A number as somebody published it. It was measured on other models, prompts and machines than a run here. */
export interface Published {
  benchmark: BenchmarkId;
  /** The model. */
  model: string;
  method: string;
  /** pass@1, per cent. */
  percent: number;
  /** Of how many problems, or of which; as the source says it. */
  of: string;
  source: string;
  url: string;
}

const MAPCODER = {
  source: 'MapCoder (Islam et al., ACL 2024), README',
  url: 'https://github.com/Md-Ashraful-Pramanik/MapCoder',
};
const LITE = {
  source: 'MapCoder-Lite, abstract',
  url: 'https://arxiv.org/abs/2509.17489',
};
const CODESIM = {
  source: 'CodeSim (NAACL 2025 Findings), repository',
  url: 'https://github.com/kagnlp/CodeGenerator',
};
const SEED_CODER = { source: 'Seed-Coder report', url: 'https://arxiv.org/abs/2506.03524' };
const MIMO = { source: 'MiMo, README', url: 'https://github.com/XiaomiMiMo/MiMo' };
const OCR = {
  source: 'OpenCodeReasoning-Nemotron, model card',
  url: 'https://huggingface.co/nvidia/OpenCodeReasoning-Nemotron-7B',
};

/** Per cent by direct coding, chain of thought and MapCoder, as MapCoder's paper has them. */
const mapcoder = (
  benchmark: BenchmarkId,
  of: string,
  rows: readonly (readonly [model: string, direct: number, thoughts: number, mapcoder: number])[],
): Published[] =>
  rows.flatMap(([model, ...percents]) =>
    (['direct', 'chain of thought', 'MapCoder'] as const).map((method, i) => ({
      ...{ benchmark, model, method, percent: percents[i]!, of },
      ...MAPCODER,
    })),
  );

const one = (
  benchmark: BenchmarkId,
  model: string,
  method: string,
  percent: number,
  of: string,
  from: { source: string; url: string },
): Published => ({ benchmark, model, method, percent, of, ...from });

const VALIDATION = '106 problems, the validation split';
/** Its file has so many lines; 22 are there twice. */
const SELECTED = '150 lines, 128 different problems';
const TEST = 'the test split';
const V5 = 'v5, August 2024 to February 2025';
const SEED_WINDOW = 'October 2024 to February 2025';

export const PUBLISHED: readonly Published[] = [
  one('xcodeeval', 'Qwen2.5-7B-Instruct', 'MapCoder', 13.2, VALIDATION, LITE),
  one('xcodeeval', 'Qwen2.5-7B-Instruct', 'MapCoder-Lite', 28.3, VALIDATION, LITE),
  ...mapcoder('xcodeeval', VALIDATION, [
    ['ChatGPT', 17.9, 23.6, 27.4],
    ['GPT-4', 32.1, 36.8, 45.3],
  ]),
  ...mapcoder('apps', SELECTED, [
    ['ChatGPT', 8.0, 7.3, 11.3],
    ['GPT-4', 12.7, 11.3, 22.0],
  ]),
  one('apps', 'ChatGPT', 'CodeSim', 12.0, SELECTED, CODESIM),
  one('apps', 'GPT-4', 'CodeSim', 22.0, SELECTED, CODESIM),
  ...mapcoder('codecontests', TEST, [
    ['ChatGPT', 5.5, 6.1, 12.7],
    ['GPT-4', 12.1, 5.5, 28.5],
  ]),
  one('codecontests', 'ChatGPT', 'CodeSim', 16.4, TEST, CODESIM),
  one('codecontests', 'GPT-4', 'CodeSim', 29.1, TEST, CODESIM),
  one('codecontests', 'R1-Distill-Qwen-7B', 'one answer, thinking', 11.1, TEST, OCR),
  one('codecontests', 'OCR-Qwen-7B-Instruct', 'one answer, thinking', 18.1, TEST, OCR),
  one('livecodebench', 'Qwen2.5-Coder-7B-Instruct', 'one answer', 17.3, SEED_WINDOW, SEED_CODER),
  one('livecodebench', 'Seed-Coder-8B-Instruct', 'one answer', 24.7, SEED_WINDOW, SEED_CODER),
  one('livecodebench', 'Seed-Coder-8B-Reasoning', 'one answer, thinking', 53.6, SEED_WINDOW, SEED_CODER),
  one('livecodebench', 'R1-Distill-Qwen-7B', 'one answer, thinking', 37.6, V5, MIMO),
  one('livecodebench', 'MiMo-7B-RL', 'one answer, thinking', 57.8, V5, MIMO),
  one('livecodebench', 'OlympicCoder-7B', 'one answer, thinking', 40.9, V5, OCR),
];

export const publishedFor = (benchmark: BenchmarkId): Published[] =>
  PUBLISHED.filter((number) => number.benchmark === benchmark);
