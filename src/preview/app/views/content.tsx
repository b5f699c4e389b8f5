// The issue as it was read, before any template: what it points to, the article, the interview with who asks and who
// answers.

import type { Article, Interview, Issue, Section, Speaker } from '../../../issue/issue.ts'
import { counted, day, minutes, plural } from '../words.ts'
import { ProseView } from './prose.tsx'

export function ContentView({ issue }: { readonly issue: Issue }) {
  const { file, title, date, lang, dir, template, subject, preheader, cover } = issue
  return (
    <div class="page parsed">
      <h1 lang={lang} dir={dir}>
        {title}
      </h1>
      <Facts
        rows={[
          ['File', file],
          ['Date', day(date)],
          ['Language', dir === 'rtl' ? `${lang}, from right to left` : lang],
          ['Look', template],
          ['Subject', subject],
          ['Preheader', preheader],
          ['Cover', cover && `${cover.name}: ${cover.alt || 'decoration'}`],
        ]}
      />
      <div lang={lang} dir={dir}>
        {issue.article && <ArticleContent article={issue.article} />}
        {issue.interview && <InterviewContent interview={issue.interview} />}
        {issue.sections.map((section, index) => (
          <SectionContent key={index} section={section} />
        ))}
      </div>
    </div>
  )
}

type FactRow = readonly [name: string, value: string | undefined]

function Facts({ rows }: { readonly rows: readonly FactRow[] }) {
  return (
    <dl class="facts" lang="en" dir="ltr">
      {rows
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
    </dl>
  )
}

const readingTime = (words: number): string =>
  `${plural(words, 'word')}, ${plural(minutes(words), 'minute')} to read`

function ArticleContent({ article }: { readonly article: Article }) {
  const { file, title, kicker, standfirst, byline, dateline, published, source, image } = article
  return (
    <section>
      <h2>
        <span lang="en">Article</span>
        {title && `: ${title}`}
      </h2>
      <Facts
        rows={[
          ['File', file],
          ['Length', readingTime(article.words)],
          ['Kicker', kicker],
          ['Standfirst', standfirst],
          ['By', byline],
          ['From', dateline],
          ['Published', published && day(published)],
          ['Source', source && [source.name, source.url].filter(Boolean).join(', ')],
          ['Picture', image?.name],
          ...article.facts.map((fact, index): FactRow => [`Fact ${index + 1}`, fact]),
        ]}
      />
      <ProseView prose={article.body} />
    </section>
  )
}

function InterviewContent({ interview }: { readonly interview: Interview }) {
  const { file, title, kicker, intro, speakers, turns, words } = interview
  const asks = (speaker: Speaker) => turns.filter(({ speaker: id }) => id === speaker.id).length
  return (
    <section>
      <h2>
        <span lang="en">Interview</span>
        {title && `: ${title}`}
      </h2>
      <Facts
        rows={[
          ['File', file],
          ['Length', `${readingTime(words)}, ${plural(turns.length, 'turn')}`],
          ['Kicker', kicker],
        ]}
      />
      <table class="figures" lang="en" dir="ltr">
        <thead>
          <tr>
            <th scope="col">Speaker</th>
            <th scope="col">Part</th>
            <th scope="col" class="number">
              Turns
            </th>
            <th scope="col">Who this is</th>
          </tr>
        </thead>
        <tbody>
          {speakers.map((speaker) => (
            <tr key={speaker.id}>
              <th scope="row">
                <bdi>{speaker.name}</bdi>
              </th>
              <td>{speaker.role === 'interviewer' ? 'asks' : 'answers'}</td>
              <td class="number">{counted(asks(speaker))}</td>
              <td>
                <bdi>{speaker.description ?? ''}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ProseView prose={intro} />
      {turns.map((turn, index) => (
        <div class={`turn ${turn.kind}`} key={index}>
          <p class="turn-speaker">
            <span class="line-number">{turn.line}</span>
            <b>{speakers[turn.speaker]?.name}</b>{' '}
            <span class="soft" lang="en">
              {turn.kind === 'question' ? 'asks' : 'answers'}
            </span>
          </p>
          <ProseView prose={turn.body} />
        </div>
      ))}
    </section>
  )
}

function SectionContent({ section }: { readonly section: Section }) {
  switch (section.type) {
    case 'article':
      return <ArticleContent article={section.article} />
    case 'interview':
      return <InterviewContent interview={section.interview} />
    case 'links':
      return (
        <section>
          <h2>
            <span lang="en">Links</span>
            {section.title && `: ${section.title}`}
          </h2>
          <ul>
            {section.links.map(({ title, url, text }) => (
              <li key={url}>
                {title} <span class="soft">{url}</span>
                {text && <p>{text}</p>}
              </li>
            ))}
          </ul>
        </section>
      )
    case 'note':
      return (
        <section>
          <h2>
            <span lang="en">Note</span>
            {section.title && `: ${section.title}`}
          </h2>
          <Facts rows={[['From', section.from]]} />
          <ProseView prose={section.body} />
        </section>
      )
    case 'sponsor':
      return (
        <section>
          <h2>
            <span lang="en">Sponsor</span>: {section.sponsor}
          </h2>
          <Facts
            rows={[
              ['Title', section.title],
              ['Leads to', section.url],
              ['Button', section.action],
              ['Picture', section.image?.name],
            ]}
          />
          <ProseView prose={section.body} />
        </section>
      )
    case 'quote':
      return (
        <section>
          <h2 lang="en">Quotation</h2>
          <blockquote>{section.text}</blockquote>
          {section.by && <p class="soft">{section.by}</p>}
        </section>
      )
    case 'image':
      return (
        <section>
          <h2 lang="en">Picture</h2>
          <Facts
            rows={[
              ['File', section.image.name],
              ['Says', section.image.alt || 'decoration'],
              ['Caption', section.image.caption],
              ['Credit', section.image.credit],
            ]}
          />
        </section>
      )
  }
}
