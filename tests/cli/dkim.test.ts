import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sampleProject } from '../build/project.ts'
import { inside } from './inside.ts'

const KEY = '.pressrun/dkim-news.pem'

describe('pressrun dkim', () => {
  it('makes a key for nobody else to read, and says what goes into DNS and newsletter.yaml', async () => {
    const root = sampleProject()
    const { code, out, err } = await inside(root, ['dkim'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(statSync(join(root, KEY)).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(root, '.pressrun/.gitignore'), 'utf8')).toBe('*\n')
    expect(out).toContain('name   news._domainkey.longmeridian.example')
    expect(out).toMatch(/value {2}v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{390,}={0,2}\n/)
    expect(out).toContain('dkim: { selector: news }')
    const parts = [...out.matchAll(/^ {4}"(.*)"$/gm)].map((match) => match[1] as string)
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(255)
    expect(out).toContain(`value  ${parts.join('')}\n`)
    expect(out).not.toContain('PRIVATE KEY')
  })

  it('writes over no key, and shows the record of the one that is there', async () => {
    const root = sampleProject()
    writeFileSync(join(root, 'newsletter.yaml'), 'dkim: { selector: news }\n', { flag: 'a' })
    const made = JSON.parse((await inside(root, ['dkim', '--json'])).out)
    const before = readFileSync(join(root, KEY))
    const again = await inside(root, ['dkim'])
    expect(again).toMatchObject({ code: 2, out: '' })
    expect(again.err).toMatch(/a key is never written over/)
    expect(again.err).not.toMatch(/\n.*at /)
    expect(readFileSync(join(root, KEY)).equals(before)).toBe(true)
    const shown = await inside(root, ['dkim', '--show'])
    expect(shown.code).toBe(0)
    expect(shown.out).toContain(made.record.value)
    expect(shown.out).not.toContain('Then add')
  })

  it('takes another selector, domain and file, and says so for newsletter.yaml', async () => {
    const root = sampleProject()
    const { code, out } = await inside(root, [
      'dkim',
      '--selector',
      'winter-2026',
      '--domain',
      'Example.org',
      '--out',
      'keys/dkim.pem',
    ])
    expect(code).toBe(0)
    expect(out).toContain('name   winter-2026._domainkey.example.org')
    expect(out).toContain(
      'dkim: { selector: winter-2026, domain: example.org, key-file: keys/dkim.pem }',
    )
    expect(statSync(join(root, 'keys/dkim.pem')).mode & 0o777).toBe(0o600)
  })

  it('refuses what cannot be, with one line', async () => {
    const root = sampleProject()
    for (const [args, message] of [
      [['--domain', 'not a domain'], /is not a domain/],
      [['--show'], /there is no DKIM key here.*pressrun dkim/],
    ] as const) {
      const { code, out, err } = await inside(root, ['dkim', ...args])
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toMatch(message)
      expect(err.trim()).not.toContain('\n')
    }
  })
})
