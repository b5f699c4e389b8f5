// A publication and an issue in which every field that people can write says something of its own, so that it
// can be looked for in the letter. What a field says is up to the caller.

import { cpSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { stringify } from 'yaml'
import { PREVIEW_KEYS } from '../../src/audience/links.ts'
import type { Subscriber } from '../../src/audience/subscriber.ts'
import { loadIssue } from '../../src/issue/load.ts'
import { messageMaker } from '../../src/message/maker.ts'
import { projectFiles } from '../../src/project/files.ts'
import { loadProject } from '../../src/project/load.ts'
import { render } from '../../src/render/render.ts'
import { newsroom } from '../project/newsroom.ts'

/** What each field says, by its path: `issue.cover.alt`, `article.markdown.cell`. */
export type Say = (path: string) => string
export type Parts = readonly ('article' | 'interview' | 'sections')[]

export interface Letter {
  readonly html: string
  readonly text: string
  readonly subject: string
  readonly preheader: string
  /** Columns of the list that the letter asks for. */
  readonly uses: readonly string[]
}

const REPOSITORY = join(import.meta.dirname, '../..')
const READER = { email: 'mina@reader.example', tags: [], fields: {} } as unknown as Subscriber

export async function letterOf(
  look: string,
  parts: Parts,
  say: Say,
  logo = false,
): Promise<Letter> {
  const picture = await sharp({
    create: { width: 80, height: 60, channels: 3, background: '#a8371c' },
  })
    .png()
    .toBuffer()
  const root = newsroom({
    'newsletter.yaml': stringify(publication(say, logo)),
    'issues/x.yaml': stringify(issue(look, parts, say)),
    'issues/article.md': article('article', say),
    'issues/further.md': article('further', say),
    'issues/interview.md': interview('interview', say),
    'issues/talk.md': interview('talk', say),
    'issues/picture.png': picture,
    'logo.png': picture,
  })
  cpSync(join(REPOSITORY, 'templates'), join(root, 'templates'), { recursive: true })
  const files = projectFiles(root)
  const project = loadProject(root, {}, files)
  const rendered = await render(project, loadIssue(project, files, 'x'), files)
  const maker = messageMaker({ project, rendered, keys: PREVIEW_KEYS })
  return {
    html: maker.html(READER),
    text: maker.text(READER),
    subject: maker.subject(READER),
    preheader: maker.preheader(READER),
    uses: rendered.uses,
  }
}

function publication(say: Say, logo: boolean): object {
  return {
    name: say('publication.name'),
    tagline: say('publication.tagline'),
    from: 'Post <post@harbour.example>',
    'reply-to': 'Desk <desk@harbour.example>',
    url: 'https://post.harbour.example',
    address: [say('publication.address.0'), say('publication.address.1')],
    lang: 'en',
    timezone: 'UTC',
    theme: {
      width: 640,
      light: { ink: '#1c1a17' },
      dark: { ink: '#ece7de' },
      fonts: { serif: 'Georgia', sans: 'Arial' },
      ...(logo
        ? {
            logo: {
              light: 'logo.png',
              dark: 'logo.png',
              width: 40,
              alt: say('publication.theme.logo.alt'),
            },
          }
        : {}),
    },
    images: 'embed',
    limits: { connections: 1, 'messages-per-connection': 1, 'per-second': 1 },
    links: {
      archive: 'https://archive.harbour.example',
      social: [
        { name: say('publication.links.social.name'), url: 'https://social.harbour.example' },
      ],
    },
    sample: { email: 'mina@reader.example' },
  }
}

const image = (path: string, say: Say) => ({
  image: 'picture.png',
  alt: say(`${path}.alt`),
  caption: say(`${path}.caption`),
  credit: say(`${path}.credit`),
})

function issue(look: string, parts: Parts, say: Say): object {
  return {
    title: say('issue.title'),
    date: '2024-11-18',
    lang: 'en-GB',
    subject: 'Subject of the issue',
    preheader: 'Preheader of the issue',
    template: look,
    cover: image('issue.cover', say),
    ...(parts.includes('article') ? { article: 'article.md' } : {}),
    ...(parts.includes('interview') ? { interview: 'interview.md' } : {}),
    ...(parts.includes('sections') ? { sections: sections(say) } : {}),
  }
}

function sections(say: Say): object[] {
  return [
    {
      type: 'links',
      title: say('links.title'),
      links: [
        {
          title: say('links.links.title'),
          url: 'https://a.links.example',
          text: say('links.links.text'),
        },
        { title: say('links.links.title.alone'), url: 'https://b.links.example' },
      ],
    },
    { type: 'note', title: say('note.title'), from: say('note.from'), text: markdown('note', say) },
    { type: 'note', text: say('note.text.alone') },
    {
      type: 'sponsor',
      sponsor: say('sponsor.sponsor'),
      title: say('sponsor.title'),
      text: markdown('sponsor', say),
      url: 'https://sponsor.example',
      action: say('sponsor.action'),
      image: image('sponsor.image', say),
    },
    {
      type: 'sponsor',
      sponsor: say('sponsor.sponsor.alone'),
      text: 'So.',
      url: 'https://alone.example',
    },
    { type: 'image', image: image('image.image', say) },
    { type: 'quote', text: say('quote.text'), by: say('quote.by') },
    { type: 'article', article: 'further.md' },
    { type: 'interview', interview: 'talk.md' },
  ]
}

function article(name: string, say: Say): string {
  const matter = {
    title: say(`${name}.title`),
    kicker: say(`${name}.kicker`),
    standfirst: say(`${name}.standfirst`),
    byline: say(`${name}.byline`),
    dateline: say(`${name}.dateline`),
    published: '2024-11-17',
    source:
      name === 'further'
        ? say(`${name}.source`)
        : { name: say(`${name}.source.name`), url: `https://${name}.source.example` },
    image: image(`${name}.image`, say),
    facts: [say(`${name}.facts.0`), say(`${name}.facts.1`)],
  }
  return `---\n${stringify(matter)}---\n\n${markdown(name, say)}`
}

function interview(name: string, say: Say): string {
  const photo = (person: string) => ({
    image: 'picture.png',
    alt: say(`${name}.${person}.photo.alt`),
    credit: say(`${name}.${person}.photo.credit`),
  })
  const speaker = (person: string, label: string, role: string) => ({
    name: say(`${name}.${person}.name`),
    label,
    role,
    description: say(`${name}.${person}.description`),
    photo: photo(person),
  })
  const matter = {
    title: say(`${name}.title`),
    kicker: say(`${name}.kicker`),
    intro: say(`${name}.intro`),
    quote: say(`${name}.answer`),
    speakers: [speaker('asks', 'Q', 'interviewer'), speaker('answers', 'A', 'guest')],
  }
  const turns = `${say(`${name}.before`)}\n\nQ: ${say(`${name}.question`)}\n\nA: ${say(`${name}.answer`)}\n\n${markdown(name, say)}`
  return `---\n${stringify(matter)}---\n\n${turns}`
}

/** Every kind of content that Markdown can hold. */
function markdown(name: string, say: Say): string {
  const at = (what: string) => say(`${name}.markdown.${what}`)
  return `## ${at('heading')}

${at('paragraph')} *${at('emphasis')}* **${at('strong')}** ~~${at('strike')}~~ \`${at('code')}\`\\
${at('break')} [${at('link')}](https://${name}.link.example "${at('link-title')}") said[^n].

> ${at('quote')}

- ${at('item')}
  - ${at('inner-item')}

3. ${at('numbered')}

| ${at('head')} | ${at('other-head')} |
|---|--:|
| ${at('cell')} | ${at('other-cell')} |

\`\`\`js
${at('block-of-code')}
\`\`\`

![${at('image-alt')}](picture.png "${at('image-caption')}")

[![${at('linked-image-alt')}](picture.png)](https://${name}.image.example)

[^n]: ${at('footnote')}

    ${at('footnote-more')}
`
}
