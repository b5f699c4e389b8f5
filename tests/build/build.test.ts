import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { built, contents, edit, sampleProject } from './project.ts'

const LIMA = 'lima-summit'
const kinds = async (...args: Parameters<typeof built>) =>
  (await built(...args)).map(({ kind }) => kind)

describe('build', () => {
  it('writes the letter for the web, for the mail, as text, as a message and in figures', async () => {
    const root = sampleProject()
    expect(await kinds(root, [LIMA])).toEqual(['built'])
    const files = contents(join(root, 'build', LIMA))
    expect(Object.keys(files).sort()).toEqual(
      expect.arrayContaining([
        'email.html',
        'email.txt',
        'index.html',
        'issue.json',
        'message.eml',
      ]),
    )
    const summary = JSON.parse(files['issue.json'] as string)
    expect(summary).toMatchObject({
      slug: LIMA,
      title: 'Forty-one minutes in Lima',
      subject: 'Mina: what forty-one minutes in Lima changed',
      uses: ['email', 'first_name'],
    })
    expect(summary.sizes.html).toBe(files['email.html']?.length)
    expect(summary.sizes.message).toBe(files['message.eml']?.length)
    expect(summary.links).toContain('https://www.apec.org/')
    expect(summary.digest).toMatch(/^[0-9a-f]{64}$/)
    for (const { name } of summary.images) expect(files).toHaveProperty([`images/${name}`])
  })

  it('writes the same HTML and text into the message as beside it', async () => {
    const root = sampleProject()
    await built(root, [LIMA])
    const files = contents(join(root, 'build', LIMA))
    const utf8 = (name: string) => Buffer.from(files[name] as string, 'latin1').toString()
    const mail = await simpleParser(Buffer.from(files['message.eml'] as string, 'latin1'), {
      skipImageLinks: true,
      skipTextToHtml: true,
    })
    expect((mail.html || '').trimEnd()).toBe(utf8('email.html').trimEnd())
    expect(mail.text?.trimEnd()).toBe(utf8('email.txt').trimEnd())
  })

  it('gives the web page to nobody in particular, with images beside it', async () => {
    const root = sampleProject()
    await built(root, [LIMA])
    const { 'index.html': page = '', 'email.html': email = '' } = contents(
      join(root, 'build', LIMA),
    )
    expect(email).toContain('mina.calder@example.com')
    expect(page).not.toMatch(/mina|unsubscribe\/|cid:/i)
    expect(page).toMatch(/src="images\/cover-[0-9a-f]{8}\.jpg"/)
  })

  it('leaves out of the web page, in every look and language, what only a reader can use', async () => {
    const root = sampleProject()
    for (const [slug, ...words] of [
      [LIMA, 'Unsubscribe', 'View in browser', 'is on our list'],
      ['lima-summit-ko', '수신 거부', '웹에서 보기', '구독을 신청하신'],
      ['week-in-letters', 'Unsubscribe', 'View in browser', 'is on our list'],
      ['cairo-notes', 'إلغاء الاشتراك', 'عرض في المتصفح', 'مسجَّل في قائمتنا'],
    ] as const) {
      await built(root, [slug])
      const utf8 = (name: string) => readFileSync(join(root, 'build', slug, name), 'utf8')
      const [page, email, text] = [utf8('index.html'), utf8('email.html'), utf8('email.txt')]
      const shown = (where: string) => words.filter((word) => where.includes(word))
      expect(shown(page)).toEqual([])
      expect(page).not.toMatch(/href=""|<p[^>]*><\/p>/)
      expect(page).toContain('href="https://letters.longmeridian.example/archive"')
      expect(shown(email)).toEqual(words)
      expect(shown(text)).toEqual(words)
    }
  })

  it('is byte for byte the same twice, also with nothing kept from the first time', async () => {
    const root = sampleProject()
    const slugs = ['cairo-notes', LIMA, 'lima-summit-ko', 'week-in-letters']
    await built(root, slugs)
    const first = contents(join(root, 'build'))
    rmSync(join(root, '.pressrun'), { recursive: true })
    rmSync(join(root, 'build'), { recursive: true })
    await built(root, slugs)
    expect(contents(join(root, 'build'))).toEqual(first)
  })
})

describe('an issue is built again', () => {
  const changes: [what: string, change: (root: string) => void][] = [
    [
      'its YAML',
      (root) =>
        edit(root, 'issues/lima-summit.yaml', (text) => text.replace('Forty-one', 'Forty-two')),
    ],
    [
      'its article',
      (root) => edit(root, 'issues/lima-summit/article.md', (text) => `${text}\nMore.\n`),
    ],
    [
      'its interview',
      (root) => edit(root, 'issues/lima-summit/interview.md', (text) => `${text}\nMore.\n`),
    ],
    [
      'its template',
      (root) =>
        edit(root, 'templates/briefing.mjml.hbs', (text) =>
          text.replace('<mj-column>', '<mj-column >'),
        ),
    ],
    ['a layout', (root) => edit(root, 'templates/layouts/letter.mjml.hbs', (text) => `${text}\n`)],
    [
      'a partial',
      (root) => edit(root, 'templates/partials/footer.mjml.hbs', (text) => `${text}\n`),
    ],
    [
      'its plain-text template',
      (root) => edit(root, 'templates/plain.txt.hbs', (text) => `${text}\n`),
    ],
    ['its catalogue', (root) => edit(root, 'templates/phrases/en.yaml', (text) => `${text}\n`)],
    [
      'a catalogue that comes before',
      (root) => writeFileSync(join(root, 'templates/phrases/en-GB.yaml'), 'unsubscribe: Leave\n'),
    ],
    [
      'an image',
      (root) =>
        writeFileSync(
          join(root, 'issues/lima-summit/cover.jpg'),
          '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        ),
    ],
    [
      'the publication',
      (root) => edit(root, 'newsletter.yaml', (text) => text.replace('Ropewalk', 'Ropemaker')),
    ],
    [
      'a secret',
      (root) => writeFileSync(join(root, '.env'), 'PRESSRUN_SECRET=sixteen-and-more-characters\n'),
    ],
    [
      'a file that was built and is gone',
      (root) => rmSync(join(root, 'build/lima-summit/email.txt')),
    ],
    [
      'a file that was built and was edited',
      (root) => writeFileSync(join(root, 'build/lima-summit/email.txt'), 'x'),
    ],
  ]
  it.each(changes)('when %s changed, and only then', async (_, change) => {
    const root = sampleProject()
    await built(root, [LIMA])
    expect(await kinds(root, [LIMA])).toEqual(['unchanged'])
    change(root)
    expect(await kinds(root, [LIMA])).toEqual(['built'])
    expect(await kinds(root, [LIMA])).toEqual(['unchanged'])
  })

  it('when asked to, or when a variable of the environment changed', async () => {
    const root = sampleProject()
    await built(root, [LIMA])
    expect(await kinds(root, [LIMA], { force: true })).toEqual(['built'])
    expect(await kinds(root, [LIMA], { env: { PRESSRUN_SECRET: 'another-long-secret' } })).toEqual([
      'built',
    ])
  })

  it('not when files only got a new date, nor when another issue changed', async () => {
    const root = sampleProject()
    await built(root, [LIMA])
    const later = new Date(Date.now() + 60_000)
    utimesSync(join(root, 'issues/lima-summit/article.md'), later, later)
    edit(root, 'issues/cairo-notes.yaml', (text) => `${text}\n`)
    expect(await kinds(root, [LIMA])).toEqual(['unchanged'])
  })

  it('when a text of the same length replaced another within the same moment', async () => {
    const root = sampleProject()
    const at = new Date()
    const article = join(root, 'issues/lima-summit/article.md')
    utimesSync(article, at, at)
    await built(root, [LIMA])
    edit(root, 'issues/lima-summit/article.md', (text) =>
      text.replace('Most of what', 'Much of what'),
    )
    utimesSync(article, at, at)
    expect(await kinds(root, [LIMA])).toEqual(['built'])
  })
})

describe('an issue that cannot be built', () => {
  it('says why, keeps what was built before, and stops no other', async () => {
    const root = sampleProject()
    await built(root, [LIMA, 'cairo-notes'])
    const before = contents(join(root, 'build', LIMA))
    edit(root, 'issues/lima-summit.yaml', (text) => text.replace('article:', 'artcle:'))
    edit(root, 'issues/cairo-notes.yaml', (text) => `${text}\n# changed\n`)
    const results = await built(root, [LIMA, 'cairo-notes'])
    expect(results.map(({ kind }) => kind)).toEqual(['failed', 'built'])
    expect(results[0]).toMatchObject({
      problems: [
        {
          file: 'issues/lima-summit.yaml',
          message: 'unknown key "artcle"',
          mend: 'Did you mean "article"?',
        },
      ],
    })
    expect(contents(join(root, 'build', LIMA))).toEqual(before)
  })

  it('writes nothing at all when the publication cannot be read', async () => {
    const root = sampleProject()
    edit(root, 'newsletter.yaml', (text) => text.replace('name:', 'nmae:'))
    await expect(built(root, [LIMA])).rejects.toThrow(
      /newsletter\.yaml:\d+:1 {2}unknown key "nmae"/,
    )
    expect(() => contents(join(root, 'build'))).toThrow()
  })
})
