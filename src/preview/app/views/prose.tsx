// Content as it was read from Markdown, with the line on which each block stands.

import type { Block, Inline, Prose } from '../../../issue/content.ts'

export function ProseView({ prose }: { readonly prose: Prose }) {
  return (
    <>
      {prose.blocks.map((block, index) => (
        <div class="block" key={index}>
          <span class="line-number" title="Line of the file">
            {block.line}
          </span>
          <BlockView block={block} />
        </div>
      ))}
      {prose.footnotes.map((note) => (
        <div class="block" key={`note ${note.number}`}>
          <span class="line-number">{note.number}.</span>
          <div>
            <Blocks blocks={note.children} />
          </div>
        </div>
      ))}
    </>
  )
}

function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </>
  )
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Inlines nodes={block.children} />
        </p>
      )
    case 'heading':
      return (
        <p class="parsed-heading">
          <b>
            <Inlines nodes={block.children} />
          </b>{' '}
          <span class="soft">heading {block.level}</span>
        </p>
      )
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.children} />
        </blockquote>
      )
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <Blocks blocks={item} />
        </li>
      ))
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
    }
    case 'code':
      return <pre>{block.text}</pre>
    case 'table':
      return <TableView block={block} />
    case 'image':
      return (
        <p class="soft">
          Picture {block.image.name}: {block.image.alt || 'decoration'}
        </p>
      )
    case 'rule':
      return <hr />
  }
}

function TableView({ block }: { readonly block: Extract<Block, { type: 'table' }> }) {
  return (
    <table class="figures">
      <thead>
        <tr>
          {block.head.map((cell, index) => (
            <th key={index} scope="col">
              <Inlines nodes={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, at) => (
              <td key={at}>
                <Inlines nodes={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Inlines({ nodes }: { readonly nodes: readonly Inline[] }) {
  return (
    <>
      {nodes.map((node, index) => (
        <InlineView key={index} node={node} />
      ))}
    </>
  )
}

function InlineView({ node }: { readonly node: Inline }) {
  switch (node.type) {
    case 'text':
      return <>{node.text}</>
    case 'code':
      return <code>{node.text}</code>
    case 'break':
      return <br />
    case 'footnote':
      return <sup>{node.number}</sup>
    case 'emphasis':
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      )
    case 'strong':
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      )
    case 'strike':
      return (
        <s>
          <Inlines nodes={node.children} />
        </s>
      )
    case 'link':
      return (
        <span class="parsed-link" title={node.href}>
          <Inlines nodes={node.children} />
        </span>
      )
  }
}
