// A new publication: whole, the user's own, and never over something that was there.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { build } from '../../src/build/build.ts'
import { DARK, LIGHT, loadProject } from '../../src/project/load.ts'
import type { Answers } from '../../src/start/answers.ts'
import { createPublication } from '../../src/start/init.ts'
import { accentsOf, COLOURS, contrast } from '../../src/start/palette.ts'
import { emptyFolder, filesFor, publication, REPOSITORY, SECRET } from './publication.ts'

const read = (root: string, name: string) => readFileSync(join(root, name), 'utf8')

describe('a new publication', () => {
  it('builds its first issue as it stands', async () => {
    const root = publication()
    const [built] = await Array.fromAsync(build(root, ['first-letter'], { env: {}, now: Date.now }))
    expect(built?.kind).toBe('built')
    const html = read(root, 'build/first-letter/index.html')
    expect(html).toContain('The Quay Courier')
    expect(html).toContain('#27496d')
    expect(html).toContain('An interview is written as it was spoken')
  })

  it.each<[string, Partial<Answers>]>([
    ['a name that YAML would read as something else', { name: 'No: "yes" & {{subscriber.name}}' }],
    ['a name of another script', { name: '먼 자오선', lang: 'ko' }],
    ['a sender with marks in the name', { from: '"Ruiz, Ana" <ana@quay.example>' }],
  ])('loads with %s', (_, answers) => {
    const project = loadProject(publication(answers), {})
    expect(project.name).toBe(answers.name ?? 'The Quay Courier')
    expect(project.lang).toBe(answers.lang ?? 'en')
    expect(project.secrets.secret).toBe(SECRET)
  })

  it('has a logo that can be taken as it stands', () => {
    const root = publication({ name: 'Quay & Co: "the" letter #1' })
    const yaml = read(root, 'newsletter.yaml')
    const logo = /( {2}# logo:\n(?: {2}# {3}.*\n)+)/.exec(yaml)?.[1] ?? ''
    expect(parse(logo.replaceAll('# ', '')).logo.alt).toBe('Quay & Co: "the" letter #1')
  })

  it('keeps its secret to its owner, out of git and out of the sample', () => {
    const root = publication()
    expect(statSync(join(root, '.env')).mode & 0o077).toBe(0)
    expect(read(root, '.gitignore').split('\n')).toContain('.env')
    expect(read(root, '.env.example')).not.toContain(SECRET)
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }))
      if (statSync(join(root, name)).isFile() && name !== '.env')
        expect(read(root, name), name).not.toContain(SECRET)
  })

  it('has the templates of the package, and says which version they are of', () => {
    const root = publication()
    expect(JSON.parse(read(root, 'templates/origin.json')).version).toBe('0.1.0')
    const layout = 'templates/layouts/letter.mjml.hbs'
    expect(read(root, layout)).toBe(read(REPOSITORY, layout))
  })

  it('has scripts for npm, and settings that editors and the workflow can read', () => {
    const root = publication({ name: 'Übersee & Nähe' })
    expect(JSON.parse(read(root, 'package.json'))).toMatchObject({
      name: 'ubersee-nahe',
      private: true,
      scripts: { preview: 'pressrun preview' },
      dependencies: { pressrun: '^0.1.0' },
    })
    expect(Object.values(JSON.parse(read(root, '.vscode/settings.json'))['yaml.schemas'])).toEqual([
      'newsletter.yaml',
      'issues/*.yaml',
    ])
    expect(read(root, '.github/workflows/check.yml')).toContain('pressrun check')
  })
})

describe('the folder of a new publication', () => {
  it('is left alone where something is in it', () => {
    const root = emptyFolder()
    writeFileSync(join(root, 'notes.txt'), 'mine')
    expect(() => createPublication(root, 'letters', filesFor())).toThrow(
      'letters  this folder is not empty: notes.txt is in it',
    )
    expect(readdirSync(root)).toEqual(['notes.txt'])
  })

  it('may hold what git put there', () => {
    const root = emptyFolder()
    mkdirSync(join(root, '.git'))
    createPublication(root, '.', filesFor())
    expect(existsSync(join(root, 'newsletter.yaml'))).toBe(true)
    expect(readdirSync(root).filter((name) => name.startsWith('.new-'))).toEqual([])
  })

  it('does not come to be where the files cannot be written', () => {
    const root = emptyFolder()
    const twice = [...filesFor(), { name: 'newsletter.yaml', content: 'again' }]
    expect(() => createPublication(join(root, 'letters'), 'letters', twice)).toThrow(
      'cannot be written',
    )
    expect(readdirSync(root)).toEqual([])
  })
})

describe('colours', () => {
  const papers = { light: [LIGHT.paper, LIGHT.ground], dark: [DARK.paper, DARK.ground] }
  it.each([...Object.values(COLOURS), '#ffff00', '#ffffff', '#000000', '#00ff88'])(
    'of %s can be read on paper, by day and by night',
    (colour) => {
      const { light, dark } = accentsOf(colour, papers)
      for (const paper of papers.light) expect(contrast(light, paper)).toBeGreaterThanOrEqual(4.5)
      for (const paper of papers.dark) expect(contrast(dark, paper)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it('stay as they were said where they can be read', () => {
    expect(accentsOf('#27496d', papers).light).toBe('#27496d')
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  })
})
