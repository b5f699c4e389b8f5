// A call that cannot work is told as every other problem is: in one line, with the mend, and exit code 2.

import { describe, expect, it } from 'vitest'
import { inside } from './inside.ts'

describe('a call that cannot work', () => {
  it.each([
    [['bild'], 'unknown command "bild". Did you mean build?'],
    [['build', '--forse'], 'unknown option "--forse". Did you mean --force?'],
    [['send'], 'missing required argument "issue". Run it with --help to see what it takes.'],
    [
      ['send', 'x', '--limit', '0'],
      'option "--limit <number>" argument "0" is invalid. It must be a whole number from 1 on. Run it with --help to see what it takes.',
    ],
    [
      ['preview', '--port', '99999'],
      'option "--port <number>" argument "99999" is invalid. It must be a whole number from 0 to 65535. Run it with --help to see what it takes.',
    ],
    [
      ['send', 'x', '--to-studio', '0'],
      'option "--to-studio [port]" argument "0" is invalid. It must be a whole number from 1 to 65535. Run it with --help to see what it takes.',
    ],
  ])('%j', async (args, said) => {
    expect(await inside('/', args)).toEqual({ code: 2, out: '', err: `error  ${said}\n` })
  })

  it('with a name that no disk takes', async () => {
    const long = 'x'.repeat(300)
    const call = ['init', long, '--name', 'Quay', '--from', 'letters@quay.example']
    const said = 'this folder cannot be read: its name is too long. Name another folder.'
    expect(await inside('/', call)).toEqual({ code: 2, out: '', err: `error  ${long}  ${said}\n` })
  })

  it('is told to a program as JSON', async () => {
    const { code, out, err } = await inside('/', ['build', '--json', '--forse'])
    expect([code, err]).toEqual([2, ''])
    expect(JSON.parse(out)).toEqual({
      problems: [
        { code: 'usage', message: 'unknown option "--forse"', mend: 'Did you mean --force?' },
      ],
    })
  })

  it('is none where somebody asks for help', async () => {
    const { code, out, err } = await inside('/', ['send', '--help'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Usage: pressrun send [options] <issue>')
  })
})
