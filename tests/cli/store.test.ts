// A publication whose store is in Postgres, from the command line: list, send, status and the rest as with a file; and
// the store copied from one to the other.

import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sampleProject } from '../build/project.ts'
import { emptyDatabase, endServer, theServer } from '../store/engines.ts'
import { inside } from './inside.ts'

const SETTINGS = 'PRESSRUN_SECRET=a secret of sixteen and more\nPRESSRUN_SMTP_URL=outbox:out\n'
afterAll(endServer)

/** @param url in `.env`. */
async function publication(url?: string): Promise<string> {
  const root = sampleProject()
  const database = url === undefined ? '' : `PRESSRUN_DATABASE=${url}\n`
  writeFileSync(join(root, '.env'), SETTINGS + database)
  return root
}

const urlOf = async () => (await emptyDatabase()).secrets.databaseUrl as string
const FILE = '.pressrun/pressrun.db'

describe('a publication with its store in Postgres', () => {
  it('imports, plans, sends, and says how it went, without a file', {
    timeout: 120_000,
  }, async () => {
    const root = await publication(await urlOf())
    const run = (...args: string[]) => inside(root, args)
    const said = async (...args: string[]) => {
      const { code, out, err } = await run(...args)
      return { code, out: `${out}${err}` }
    }
    expect(await said('status')).toMatchObject({
      code: 2,
      out: expect.stringContaining('no store in it yet'),
    })
    expect(await said('list', 'import', 'subscribers/sample.csv', '--dry-run')).toMatchObject({
      code: 0,
    })
    expect(await said('list', 'import', 'subscribers/sample.csv')).toMatchObject({
      code: 0,
      out: expect.stringContaining('25  added'),
    })
    await said('list', 'remove', 'mina.calder@example.com')
    const send = ['send', 'lima-summit', '--despite-errors']
    expect((await said(...send, '--dry-run')).out).toContain('24 readers')
    expect((await said('status')).out).toContain('nothing was planned')
    expect((await said(...send, '--outbox', 'letters', '--yes')).out).toContain('24')
    expect(await said(...send, '--limit', '20', '--yes')).toMatchObject({ code: 0 })
    expect(await said(...send, '--yes')).toMatchObject({ code: 0 })
    expect(readdirSync(join(root, 'out')).filter((name) => name.endsWith('.eml'))).toHaveLength(24)
    const [status] = JSON.parse((await run('status', '--json')).out).sends
    expect(status).toMatchObject({
      state: 'done',
      running: false,
      counts: { states: { accepted: 24 } },
    })
    expect((await said('report', 'lima-summit', '--json')).code).toBe(0)
    expect(
      (await said('export', 'lima-summit', '--state', 'accepted')).out.split('\n'),
    ).toHaveLength(26)
    expect((await said('webhooks')).code).toBe(0)
    expect((await said('doctor', '--offline')).out).toMatch(
      /unknown {2}store .*Postgres, test_\d+ on 127/,
    )
    expect(existsSync(join(root, FILE))).toBe(false)
  })

  it('is copied to a file and back, and refuses where something is already', {
    timeout: 120_000,
  }, async () => {
    const url = await urlOf()
    const root = await publication(url)
    await inside(root, ['list', 'import', 'subscribers/sample.csv'])
    const out = await inside(root, ['store', 'copy', '--to', 'sqlite'])
    expect(out).toMatchObject({ code: 0, err: '' })
    expect(out.out).toMatch(
      /25 {2}subscribers\n +25 {2}memberships\ncopied {2}52 rows to \.pressrun/,
    )
    expect(await inside(root, ['store', 'copy', '--from', 'sqlite'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('it is not empty'),
    })
    writeFileSync(join(root, '.env'), SETTINGS)
    expect(JSON.parse((await inside(root, ['list', 'count', '--json'])).out)).toMatchObject({
      count: 25,
    })
    const other = await urlOf()
    const back = await inside(root, ['store', 'copy', '--to', other, '--json'])
    expect(JSON.parse(back.out).tables).toContainEqual(
      expect.objectContaining({ table: 'subscribers', rows: 25 }),
    )
    expect(back.out + out.out).not.toContain('pass')
    for (const [args, words] of [
      [['store', 'copy'], 'nobody knows from where to where'],
      [['store', 'copy', '--to', 'sqlite'], 'already'],
      [['store', 'copy', '--from', await urlOf()], 'there is no store in test_'],
      [['store', 'copy', '--to', 'redis://x'], 'not the address of a Postgres database'],
    ] as const)
      expect(await inside(root, args)).toMatchObject({
        code: 2,
        err: expect.stringContaining(words),
      })
  })

  it('says in one line what is wrong with the database, and never the password', async () => {
    const server = await theServer()
    const root = await publication(server.url('nowhere', { port: 1, password: 'hunter2' }))
    for (const [args, env] of [
      [['status'], {}],
      [['list', 'import', 'subscribers/sample.csv'], {}],
      [
        ['list', 'stats', '--json'],
        { PRESSRUN_DATABASE: server.url('x', { password: 'hunter2' }) },
      ],
      [
        ['send', 'lima-summit', '--despite-errors', '--yes'],
        { PRESSRUN_DATABASE: server.url('nowhere') },
      ],
    ] as const) {
      const { code, out, err } = await inside(root, args, env)
      expect(code, String(args)).toBe(1)
      expect(err + out).toMatch(/no database server answers|refuses this user|no such database/)
      expect(err + out).not.toMatch(/hunter2| at .*\.ts/)
      expect(err.split('\n').length).toBeLessThan(4)
    }
    expect(await inside(root, ['status'], { PRESSRUN_DATABASE: 'hunter2' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('PRESSRUN_DATABASE is not the address'),
    })
  })
})
