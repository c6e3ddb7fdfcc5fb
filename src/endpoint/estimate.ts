import type { Prompt } from '../llm/engine.ts';

/** Characters a token, taken low, so that a prompt that is measured to fit does fit. */
const CHARACTERS_PER_TOKEN = 3;

/** About how many tokens a prompt has: an endpoint does not tell before it is asked. */
export function estimateTokens(prompt: Prompt): number {
  if ('tokens' in prompt) return prompt.tokens.length;
  const text = 'text' in prompt ? prompt.text : prompt.messages.map(({ content }) => content).join('');
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
