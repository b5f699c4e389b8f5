// Building: from a cold start against the mjml command, and 500 issues against bare mjml() calls.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadIssue } from '../../src/issue/load.ts'
import { projectFiles } from '../../src/project/files.ts'
import { loadProject } from '../../src/project/load.ts'
import { layOut } from '../../src/render/render.ts'
import { addIssues, projectCopy, SAMPLE } from './build/project-copy.ts'
import { median, printTable, type Row, ratio } from './table.ts'

const ROOT = join(import.meta.dirname, '../..')
const BIN = join(ROOT, 'node_modules/.bin')
const ISSUES = 500
const RUNS = 9

export async function bench(): Promise<void> {
  execFileSync(join(BIN, 'tsc'), ['-p', join(ROOT, 'tsconfig.build.json')])
  const root = projectCopy()
  try {
    const mjml = await sampleMjml(root)
    printTable(
      'Building the sample issue, whole process (medians of wall time)',
      coldStart(root, mjml),
    )
    printTable(`Building ${ISSUES} issues of the sample's size`, await manyIssues(root))
    const { sizes } = JSON.parse(
      readFileSync(join(root, 'build', SAMPLE, 'issue.json'), 'utf8'),
    ) as { sizes: { html: number } }
    printTable('The letter', [
      {
        what: 'HTML of the sample',
        value: `${(sizes.html / 1000).toFixed(1)} kB`,
        asked: 'under 60 kB',
        met: sizes.html < 60_000,
      },
    ])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function sampleMjml(root: string): Promise<string> {
  const files = projectFiles(root)
  const project = loadProject(root, {}, files)
  const { mjml } = await layOut(project, loadIssue(project, files, SAMPLE), files)
  return mjml.text
}

function coldStart(root: string, mjml: string): Row[] {
  const source = join(root, 'sample.mjml')
  writeFileSync(source, mjml)
  const main = join(ROOT, 'dist/cli/main.js')
  const pressrun = (...args: string[]) => [main, 'build', SAMPLE, '--project', root, ...args]
  const commands = {
    mjml: [join(ROOT, 'node_modules/mjml/bin/mjml'), source, '-o', join(root, 'sample.html')],
    build: pressrun('--force'),
    first: pressrun(),
    unchanged: pressrun(),
  }
  const times: Record<keyof typeof commands, number[]> = {
    mjml: [],
    build: [],
    first: [],
    unchanged: [],
  }
  for (let run = -1; run < RUNS; run++) {
    for (const [name, args] of Object.entries(commands)) {
      // As on a fresh clone: no letter and no image was made before.
      if (name === 'first') rmSync(join(root, '.pressrun'), { recursive: true, force: true })
      const start = performance.now()
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      if (run >= 0) times[name as keyof typeof commands].push(performance.now() - start)
    }
  }
  const pairwise = (name: keyof typeof commands) =>
    median(times[name].map((time, run) => time / (times.mjml[run] as number)))
  const shown = (what: string, name: keyof typeof commands): Row => ({
    what,
    value: `${median(times[name]).toFixed(0)} ms`,
  })
  return [
    shown('mjml, on the MJML that the issue makes', 'mjml'),
    shown('pressrun build, images at hand', 'build'),
    ratio(pairwise('build'), 1.3, '  against mjml'),
    shown('pressrun build, images made anew', 'first'),
    ratio(pairwise('first'), 1.3, '  against mjml'),
    shown('pressrun build, nothing changed', 'unchanged'),
    ratio(pairwise('unchanged'), 0.5, '  against mjml'),
  ]
}

/** Both in processes of their own, so that neither warms the other. */
async function manyIssues(root: string): Promise<Row[]> {
  addIssues(root, ISSUES)
  mkdirSync(join(root, 'mjml'))
  const files = projectFiles(root)
  const project = loadProject(root, {}, files)
  for (let number = 0; number < ISSUES; number++) {
    const { mjml } = await layOut(project, loadIssue(project, files, `issue-${number}`), files, {})
    writeFileSync(join(root, 'mjml', `${number}.mjml`), mjml.text)
  }
  const child = (name: string) =>
    JSON.parse(
      execFileSync(process.execPath, [join(import.meta.dirname, 'build', `${name}.ts`), root], {
        encoding: 'utf8',
      }),
    ) as { cpuMs: number; wallMs: number; peakMb: number }
  const bare = child('bare-mjml')
  const first = child('build-all')
  const second = child('build-all')
  const perIssue = (ms: number) => `${(ms / ISSUES).toFixed(1)} ms`
  return [
    { what: 'bare mjml(), CPU an issue', value: perIssue(bare.cpuMs) },
    { what: 'pressrun, CPU an issue', value: perIssue(first.cpuMs) },
    ratio(first.cpuMs / bare.cpuMs, 1.5, '  against bare mjml()'),
    {
      what: 'peak memory',
      value: `${first.peakMb.toFixed(0)} MB`,
      asked: 'under 400 MB',
      met: first.peakMb < 400,
    },
    {
      what: 'a second run, unchanged, against the first',
      value: `${((second.wallMs / first.wallMs) * 100).toFixed(1)} %`,
      asked: 'under 5 %',
      met: second.wallMs / first.wallMs < 0.05,
    },
  ]
}
