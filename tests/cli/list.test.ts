// pressrun list, as a user calls it, with a real store.

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AudienceOptions, sendAudience } from '../../src/cli/send-audience.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import type { Project } from '../../src/project/project.ts'
import { edit, sampleProject } from '../build/project.ts'
import { inside } from './inside.ts'

const list = (root: string, ...args: string[]) => inside(root, ['list', ...args])

describe('pressrun list', () => {
  it('brings readers in, counts a segment, shows, removes and exports them', async () => {
    const root = sampleProject()
    edit(root, 'newsletter.yaml', (text) => `${text}\nsegments:\n  koreans: lang = "ko"\n`)
    const dry = await list(root, 'import', 'subscribers/sample.csv', '--dry-run')
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('25  added') })
    expect(existsSync(join(root, '.pressrun/pressrun.db'))).toBe(false)

    expect(
      (await list(root, 'import', 'subscribers/sample.csv', '--note', 'asked at the fair')).code,
    ).toBe(0)
    expect(JSON.parse((await list(root, 'count', 'koreans', '--json')).out)).toMatchObject({
      count: 2,
    })
    const email = 'mina.calder@example.com'
    expect((await list(root, 'remove', email)).out).toContain(`${email}  removed`)
    expect(
      JSON.parse((await list(root, 'import', 'subscribers/sample.csv', '--json')).out),
    ).toMatchObject({
      added: 0,
      unchanged: 24,
      left: { unsubscribed: 1 },
    })
    const shown = (await list(root, 'show', email)).out
    expect(shown).toContain('active, by import subscribers/sample.csv  asked at the fair')
    expect(shown).toContain('unsubscribed, by command list remove')
    expect(await list(root, 'add', email)).toMatchObject({
      code: 1,
      err: expect.stringContaining('they unsubscribed'),
    })

    expect((await list(root, 'export', '--out', 'out.csv')).out).toBe('25 readers in out.csv\n')
    expect(statSync(join(root, 'out.csv')).mode & 0o777).toBe(0o600)
    expect((await list(root, 'export')).out).toBe(readFileSync(join(root, 'out.csv'), 'utf8'))
    const again = await list(root, 'import', 'out.csv')
    expect(again.err).toContain('out.csv is an export of Pressrun')
    expect(again.out).toContain('24  as they were')

    expect(await list(root, 'erase', email)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Add --yes'),
    })
    expect((await list(root, 'erase', email, '--yes')).code).toBe(0)
    expect((await list(root, 'export')).out).not.toContain(email)
  })

  it('is whom a send goes to: who left gets nothing, a segment gets it alone', {
    timeout: 120_000,
  }, async () => {
    const root = sampleProject()
    await list(root, 'import', 'subscribers/sample.csv')
    await list(root, 'remove', 'mina.calder@example.com')
    const args = ['send', 'lima-summit', '--dry-run', '--despite-errors', '--segment', 'member']
    expect((await inside(root, args)).out).toContain('11 readers')
  })

  it('is nobody to send to where it has no reader', async () => {
    const root = sampleProject()
    const project = {
      root,
      lists: [{ slug: 'main', name: 'The letter' }],
      secrets: {},
    } as unknown as Project
    const audience = (options: AudienceOptions, before?: string) =>
      sendAudience(options, { digest: before, list: undefined }, project, {
        cwd: root,
      } as Terminal)
    await expect(audience({})).rejects.toThrow('Bring readers in with: pressrun list import')
    await list(root, 'import', 'subscribers/sample.csv')
    expect((await audience({})).digest).toBe('store main')
    expect((await audience({}, 'store main')).rows).toBeDefined()
    await expect(audience({ on: 'daily' })).rejects.toThrow('there is no list "daily"')
    // A send that was planned with a file goes on with it.
    expect(await audience({}, 'digest of a file')).toEqual({
      digest: 'digest of a file',
      list: 'main',
    })
  })

  it('keeps rows that are refused, and says where', async () => {
    const root = sampleProject()
    writeFileSync(join(root, 'mine.csv'), 'email,name\nno-at,Nobody\nana@example.com,Ana\n')
    const { code, out } = await list(root, 'import', 'mine.csv')
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('1  refused: .pressrun/rejects/mine.rejects.csv'),
    })
    expect(readFileSync(join(root, '.pressrun/rejects/mine.rejects.csv'), 'utf8')).toContain(
      '2,the address has no @,no-at,Nobody',
    )
  })

  it.each([
    [['import', 'none.csv'], 'none.csv  there is no such file'],
    [['stats'], 'there is no store yet'],
    [['count', '--on', 'daily'], 'there is no list "daily" in newsletter.yaml. There is: main.'],
    [['add', 'nobody'], 'the address has no @'],
    [['tag', 'vip'], 'Name addresses, or a segment'],
    [['add', 'ana@example.com', '--again'], 'Say it with --note'],
    [['add', 'ana@example.com', '--field', 'x'], 'Write it as --field city=Cadiz'],
  ])('%s: is one clear error', async (args, message) => {
    const root = sampleProject()
    const { code, err } = await list(root, ...args)
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(message) })
    expect(err).not.toMatch(/\n {4}at /)
    expect(existsSync(join(root, '.pressrun/pressrun.db'))).toBe(false)
  })
})
