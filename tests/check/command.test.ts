import { describe, expect, it } from 'vitest'
import { swap } from './cases/case.ts'
import { publication } from './letter.ts'
import { pressrun, pressrunProcess } from './pressrun.ts'

const ARTICLE = 'issues/walk/article.md'
const VAGUE = {
  [ARTICLE]: swap('[harbour office]', '[click here]'),
}
const LOCAL = {
  [ARTICLE]: swap('https://harbour.example/map', 'http://localhost/map'),
}

describe('pressrun check', () => {
  it('says so where nothing is wrong, and ends with 0', async () => {
    const { status, out, err } = await pressrunProcess(publication(), ['check'])
    expect(err).toBe('')
    expect(out).toBe('fine  walk\n1 issue checked: no errors, no warnings.\n')
    expect(status).toBe(0)
  })

  it('names file, line, rule and mend, and ends with 0 for a warning', async () => {
    const { status, out } = await pressrun(publication(VAGUE), ['check', 'walk'])
    expect(out).toBe(
      'walk\n' +
        '  warning  issues/walk/article.md:9:1  the link "click here" does not say where it leads. Link the words that name the page.  link-text\n' +
        '\n1 issue checked: no errors, 1 warning.\n',
    )
    expect(status).toBe(0)
  })

  it('ends with 1 for a warning where it is asked to be strict', async () => {
    const { status } = await pressrun(publication(VAGUE), ['check', '--strict'])
    expect(status).toBe(1)
  })

  it('ends with 1 for an error, and --json is one document with a count', async () => {
    const { status, out } = await pressrunProcess(publication(LOCAL), ['check', '--json'])
    const { issues, tally } = JSON.parse(out) as { issues: unknown; tally: unknown }
    expect(tally).toEqual({ error: 1, warning: 0, note: 0 })
    expect(issues).toEqual([
      {
        slug: 'walk',
        findings: [
          expect.objectContaining({ rule: 'link-local', level: 'error', file: ARTICLE, line: 9 }),
        ],
      },
    ])
    expect(status).toBe(1)
  })

  it('goes by the levels of newsletter.yaml', async () => {
    const root = publication({
      ...VAGUE,
      'newsletter.yaml': (text) => `${text}checks:\n  link-text: error\n  date: off\n`,
    })
    const { status, out } = await pressrun(root, ['check'])
    expect(out).toContain('error    issues/walk/article.md:9:1  the link "click here"')
    expect(status).toBe(1)
    const listed = await pressrun(root, ['check', '--rules'])
    expect(listed.out).toMatch(/^date +off +/m)
    expect(listed.out).toMatch(/^link-text +error +/m)
  })

  it('looks for the rules that are named, and no others', async () => {
    const { status, out } = await pressrun(publication({ ...VAGUE }), ['check', '--rule', 'date'])
    expect(out).toContain('fine  walk')
    expect(status).toBe(0)
  })

  it('goes on to the next letter where one cannot be made', async () => {
    const root = publication({
      'issues/other.yaml': 'title: Other\ndate: 2024-11-18\nartcle: x.md\n',
    })
    const { status, out } = await pressrun(root, ['check'])
    expect(out).toContain('error    issues/other.yaml:3:1')
    expect(out).toContain('fine  walk')
    expect(status).toBe(1)
  })

  it('refuses what cannot be meant, with 2 and the mend', async () => {
    const root = publication()
    for (const [args, said] of [
      [['check', '--rule', 'link-txt'], 'there is no rule "link-txt". Did you mean "link-text"?'],
      [
        ['check', '--format', 'xml'],
        'there is no format "xml". There are: text, json, sarif, github.',
      ],
      [['check', '--json', '--format', 'sarif'], '--json and --format sarif ask for two things'],
      [['check', 'wolk'], 'wolk'],
    ] as const) {
      const { status, out, err } = await pressrun(root, args)
      expect(`${err}${out}`).toContain(said)
      expect(status).toBe(2)
    }
  })

  it('prints workflow commands that content cannot break out of', async () => {
    const root = publication({
      'issues/walk.yaml': swap(/subject: .*/, 'subject: "::error::100% a,b  c"'),
    })
    const { out } = await pressrun(root, ['check', '--format', 'github'])
    expect(out.split('\n').filter((line) => line !== '')).toEqual([
      '::warning file=issues/walk.yaml,line=3,col=25,title=pressrun%3A double-space::there are two spaces between "a,b" and "c". Keep one.',
    ])
  })

  it('prints SARIF with a rule for each that found something', async () => {
    const { out } = await pressrun(publication(VAGUE), ['check', '--format', 'sarif'])
    const { version, runs } = JSON.parse(out) as {
      version: string
      runs: [{ tool: { driver: { rules: unknown[] } }; results: unknown[] }]
    }
    expect(version).toBe('2.1.0')
    expect(runs[0].tool.driver.rules).toEqual([expect.objectContaining({ id: 'link-text' })])
    expect(runs[0].results).toEqual([
      expect.objectContaining({
        ruleId: 'link-text',
        ruleIndex: 0,
        level: 'warning',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: ARTICLE },
              region: { startLine: 9, startColumn: 1 },
            },
          },
        ],
      }),
    ])
  })
})

describe('pressrun send', () => {
  const list = { 'readers.csv': 'email,name\nana@example.com,Ana\n' }
  const send = (root: string, ...more: string[]) =>
    pressrun(root, ['send', 'walk', '--list', 'readers.csv', '--dry-run', ...more])

  it('stops at an error that the checks find, and says how to go on', async () => {
    const { status, out, err } = await send(publication({ ...LOCAL, ...list }))
    expect(err).toContain('error  issues/walk/article.md:9:1')
    expect(err).toContain(
      'nothing was sent: the checks found 1 error in walk. Mend them, or send in spite of them with --despite-errors.',
    )
    expect(out).toBe('')
    expect(status).toBe(1)
  })

  it('goes on despite errors where it is told to, and tells them', async () => {
    const { status, out, err } = await send(publication({ ...LOCAL, ...list }), '--despite-errors')
    expect(err).toContain('error    issues/walk/article.md:9:1')
    expect(out).toContain('dry run')
    expect(status).toBe(0)
  })

  it('tells warnings, and goes on', async () => {
    const { status, err } = await send(publication({ ...VAGUE, ...list }))
    expect(err).toContain('warning  issues/walk/article.md:9:1')
    expect(status).toBe(0)
  })
})
