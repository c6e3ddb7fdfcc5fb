import type { ConversationTemplate } from '../weights/config.ts';
import type { Message, Prompt } from './engine.ts';
import type { Tokenizer } from './tokenizer.ts';

/**
 * Tokens of a prompt. Messages go through the model's conversation template and end with the opened turn of the
 * assistant; control tokens come from the template alone. No system message is put in where there is none. A text
 * begins with the tokens that the model wants every text to begin with.
 */
export function encodePrompt(prompt: Prompt, template: ConversationTemplate, tokenizer: Tokenizer): number[] {
  if ('tokens' in prompt) return prompt.tokens;
  const { system_prefix_token_ids: first = [] } = template;
  if ('text' in prompt) return [...first, ...tokenizer.encode(prompt.text)];
  return [...first, ...encodePieces(messagePieces(prompt.messages, template), tokenizer)];
}

/** Text of the template, which is trusted, or of a message, which is not. */
interface Piece {
  trusted: boolean;
  text: string;
}

function messagePieces(messages: readonly Message[], template: ConversationTemplate): Piece[] {
  const { roles, seps, role_content_sep, role_empty_sep, system_template } = template;
  const trusted = (text: string): Piece => ({ trusted: true, text });
  const pieces: Piece[] = [];
  let within = false;
  for (const { role, content } of messages) {
    const message = { trusted: false, text: content };
    if (role === 'system') {
      const [before, after = ''] = system_template.split('{system_message}');
      pieces.push(trusted(before), message, trusted(after));
      within = template.add_role_after_system_message === false;
    } else {
      const sep = seps[role === 'user' ? 0 : seps.length - 1];
      const mark = within ? '' : roles[role] + role_content_sep;
      pieces.push(trusted(mark), message, trusted(sep));
      within = false;
    }
  }
  pieces.push(trusted(roles.assistant + role_empty_sep));
  return pieces;
}

/** Text between two control tokens is encoded as one, as a tokenizer that was given the whole would do. */
function encodePieces(pieces: readonly Piece[], tokenizer: Tokenizer): number[] {
  const tokens: number[] = [];
  let plain = '';
  const flush = () => {
    tokens.push(...tokenizer.encode(plain));
    plain = '';
  };
  for (const { trusted, text } of pieces) {
    for (let at = 0; at < text.length; ) {
      const control = trusted
        ? tokenizer.controls.find((content) => text.startsWith(content, at))
        : undefined;
      if (control === undefined) {
        const next = trusted ? nextControl(text, at, tokenizer) : text.length;
        plain += text.slice(at, next);
        at = next;
      } else {
        flush();
        tokens.push(tokenizer.control(control)!);
        at += control.length;
      }
    }
  }
  flush();
  return tokens;
}

function nextControl(text: string, from: number, { controls }: Tokenizer): number {
  const found = controls.map((content) => text.indexOf(content, from)).filter((at) => at >= 0);
  return Math.min(text.length, ...found);
}
