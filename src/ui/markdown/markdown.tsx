import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { parseMath } from './math.ts';
import { type Block, type Inline, parseMarkdown } from './parse.ts';

/** A statement as text nodes and elements of our own choosing; headings begin at `<h3>`, below the page's. */
export function Markdown({ text }: { text: string }): VNode {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <div class="markdown">{blocks.map(renderBlock)}</div>;
}

function renderBlock(block: Block): ComponentChildren {
  if (block.kind === 'heading') {
    const Heading = block.level <= 2 ? 'h3' : 'h4';
    return <Heading>{block.children.map(renderInline)}</Heading>;
  }
  if (block.kind === 'paragraph') return <p>{block.children.map(renderInline)}</p>;
  if (block.kind === 'code') return <pre>{block.text}</pre>;
  if (block.kind === 'quote') return <blockquote>{block.children.map(renderBlock)}</blockquote>;
  if (block.kind === 'rule') return <hr />;
  const List = block.ordered ? 'ol' : 'ul';
  return <List>{block.items.map((item) => renderItem(item))}</List>;
}

/** An item of one paragraph stands without a paragraph's margins. */
function renderItem(item: Block[]): VNode {
  const [first, ...rest] = item;
  if (first?.kind !== 'paragraph') return <li>{item.map(renderBlock)}</li>;
  return (
    <li>
      {first.children.map(renderInline)}
      {rest.map(renderBlock)}
    </li>
  );
}

function renderInline(node: Inline): ComponentChildren {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'code') return <code>{node.text}</code>;
  if (node.kind === 'strong') return <strong>{node.children.map(renderInline)}</strong>;
  if (node.kind === 'emphasis') return <em>{node.children.map(renderInline)}</em>;
  if (node.kind === 'math') return <span class="math">{parseMath(node.text).map(renderMath)}</span>;
  return (
    <a href={node.href} target="_blank" rel="noopener noreferrer">
      {node.children.map(renderInline)}
    </a>
  );
}

function renderMath({ text, shift }: { text: string; shift: 'none' | 'up' | 'down' }): ComponentChildren {
  if (shift === 'up') return <sup>{text}</sup>;
  if (shift === 'down') return <sub>{text}</sub>;
  return text;
}
