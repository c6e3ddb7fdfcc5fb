import type { ComponentChildren, VNode } from 'preact';
import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { Asset } from '../../judge/problem.ts';
import { Formula } from './formula.tsx';
import { parseMarkdown } from './parse.ts';
import type { Block, Cell, Inline, Wrapping } from './tree.ts';
import './markdown.css';

const Assets = createContext<readonly Asset[]>([]);

/**
 * A statement as text nodes and elements of our own choosing; headings begin at `<h3>`, below the page's. Its images
 * are those among the problem's own assets; one that lies elsewhere is never fetched.
 */
export function Markdown({ text, assets }: { text: string; assets: readonly Asset[] }): VNode {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return (
    <Assets.Provider value={assets}>
      <div class="markdown">{blocks.map(renderBlock)}</div>
    </Assets.Provider>
  );
}

function renderBlock(block: Block): ComponentChildren {
  switch (block.kind) {
    case 'heading': {
      const Heading = block.level <= 2 ? 'h3' : 'h4';
      return <Heading>{block.children.map(renderInline)}</Heading>;
    }
    case 'paragraph':
      return <p>{block.children.map(renderInline)}</p>;
    case 'code':
      return <pre>{block.text}</pre>;
    case 'quote':
      return <blockquote>{block.children.map(renderBlock)}</blockquote>;
    case 'rule':
      return <hr />;
    case 'table':
      return (
        <div class="table-frame">
          <table>
            <tbody>{block.rows.map(renderRow)}</tbody>
          </table>
        </div>
      );
    case 'footnote':
      return (
        <p class="footnote">
          <sup>{block.label}</sup> {block.children.map(renderInline)}
        </p>
      );
    case 'list': {
      const items = block.items.map(renderItem);
      return block.ordered ? <ol start={block.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
    }
  }
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

function renderRow(row: Cell[]): VNode {
  return (
    <tr>
      {row.map(({ head, align, columns, rows, children }, i) => {
        const Tag = head ? 'th' : 'td';
        const span = { ...(columns > 1 && { colSpan: columns }), ...(rows > 1 && { rowSpan: rows }) };
        return (
          <Tag key={i} {...span} {...(align && { style: { textAlign: align } })}>
            {children.map(renderInline)}
          </Tag>
        );
      })}
    </tr>
  );
}

const WRAPPERS: Record<Wrapping, 'strong' | 'em' | 'u' | 's' | 'sup' | 'sub' | 'small'> = {
  strong: 'strong',
  emphasis: 'em',
  underline: 'u',
  struck: 's',
  sup: 'sup',
  sub: 'sub',
  small: 'small',
};

function renderInline(node: Inline): ComponentChildren {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return <code>{node.text}</code>;
    case 'math':
      return <Formula tex={node.text} display={node.display} />;
    case 'break':
      return <br />;
    case 'mark':
      return <sup>{node.label}</sup>;
    case 'image':
      return <Picture name={node.name} alt={node.alt} />;
    case 'link':
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer">
          {node.children.map(renderInline)}
        </a>
      );
    default: {
      const Wrapper = WRAPPERS[node.kind];
      return <Wrapper>{node.children.map(renderInline)}</Wrapper>;
    }
  }
}

/** An image of the problem's own; any other is named, and can be followed by who wants to see it. */
function Picture({ name, alt }: { name: string; alt: string }): VNode {
  const assets = useContext(Assets);
  const wanted = name.replace(/^\.\//, '');
  const asset = assets.find((one) => one.name === wanted || encodeURI(one.name) === wanted);
  if (asset && /^image\/[\w.+-]+$/.test(asset.mediaType)) {
    return <img src={`data:${asset.mediaType};base64,${asset.base64}`} alt={alt} title={alt || undefined} />;
  }
  const words = alt || name.split('/').at(-1) || '';
  const label = words === '' ? '[image]' : `[image: ${words}]`;
  if (!/^https?:\/\//i.test(name)) return <span class="soft">{label}</span>;
  return (
    <a href={name} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}
