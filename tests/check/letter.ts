// A small publication of a test's own, checked: its letter is right, and each test spoils one thing in it.

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { keyring, readerLinks } from '../../src/audience/links.ts'
import { readList } from '../../src/audience/list.ts'
import { openPress } from '../../src/build/press.ts'
import { type CheckInput, check, findingsFrom } from '../../src/check/check.ts'
import type { Finding } from '../../src/check/finding.ts'
import { figuresOf } from '../../src/check/readers.ts'
import { spelling } from '../../src/check/words/spelling.ts'
import { PressrunError } from '../../src/problem.ts'
import { REPOSITORY } from '../build/project.ts'

/** By path: a new text, or what becomes of the one that is there. */
export type Changes = Readonly<Record<string, string | Buffer | ((text: string) => string)>>

export interface Options
  extends Partial<Pick<CheckInput, 'only' | 'now' | 'prober' | 'scorer' | 'spelling'>> {
  /** A list as CSV: the letter is looked at as its readers get it. */
  readonly list?: string
}

export const AT = Date.parse('2024-11-18T06:00:00Z')

const FILES: Changes = {
  'newsletter.yaml': `name: River Post
from: River Post <post@river.example>
url: https://letters.river.example
address:
  - 4 Mill Street
  - Port Ellery 40210
lang: en-GB
sample:
  email: mina.calder@example.com
  name: Mina Calder
  city: Port Ellery
`,
  'issues/walk.yaml': `title: A walk along the river
date: 2024-11-18
subject: A walk along the river, and back
preheader: Two hours on foot from the mill to the sea, with a stop for tea where the ferry lands.
template: briefing
article: walk/article.md
interview: walk/interview.md
`,
  'issues/walk/article.md': `---
title: A walk along the river
byline: Clara Benavent
published: 2024-11-17
---

The path begins at the mill and follows the water until there is no more land to walk on. It is flat,
and in November it is empty. Take a coat, and take the map that the
[harbour office](https://harbour.example/map) gives away.

## The mill

Nobody grinds anything here now. The wheel turns for visitors, and the miller sells tea.
`,
  'issues/walk/interview.md': `---
title: The miller
intro: We asked him what he grinds now that nobody brings him grain.
speakers:
  - name: Rowan Adeyemi
    role: interviewer
  - name: Ilze Marchetti
    role: guest
---

**Rowan Adeyemi:** Who still comes here?

**Ilze Marchetti:** People who have the whole day.
`,
}

/** Dictionaries are made once for all files of a run, whose folder this is in. */
const cache = join(tmpdir(), 'pressrun-words')
const WORDS = '.pressrun/cache/spelling'
mkdirSync(join(cache, WORDS), { recursive: true })
const SPELLING = spelling(cache)

/** The folder of the publication, with what was changed in it. */
export function publication(changes: Changes = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-check-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, '.pressrun/cache'), { recursive: true })
  symlinkSync(join(cache, WORDS), join(root, WORDS))
  cpSync(join(REPOSITORY, 'templates'), join(root, 'templates'), { recursive: true })
  for (const [name, text] of Object.entries(FILES)) put(root, name, text as string)
  for (const [name, change] of Object.entries(changes)) {
    if (typeof change !== 'function') put(root, name, change)
    else {
      const before = readFileSync(join(root, name), 'utf8')
      const after = change(before)
      if (after === before) throw new Error(`nothing was changed in ${name}`)
      put(root, name, after)
    }
  }
  return root
}

export function put(root: string, name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, name)), { recursive: true })
  writeFileSync(join(root, name), content)
}

export async function checked(
  root: string,
  { list, ...options }: Options = {},
  slug = 'walk',
): Promise<readonly Finding[]> {
  const press = openPress(root, {})
  const keys = keyring(['a secret of sixteen and more'])
  const made = await press.render(slug).catch((error: unknown) => {
    if (error instanceof PressrunError) return error.problems
    throw error
  })
  if (!('rendered' in made)) return findingsFrom(made, `issues/${slug}.yaml`)
  const { issue, rendered } = made
  const { project, files, kept } = press
  const input = {
    project,
    issue,
    rendered,
    files,
    kept,
    keys,
    now: AT,
    spelling: SPELLING,
    ...options,
  }
  if (list === undefined) return check(input)
  put(root, 'readers.csv', list)
  const rows = readList(join(root, 'readers.csv'), 'readers.csv')
  const figures = await figuresOf('readers.csv', rows, rendered, readerLinks(project, keys))
  return check({ ...input, list: figures })
}

/** The letter with the words of one `mj-text` alone, which stand on line 12; `issues/walk.yaml` asks for it. */
export function bare(
  inside: string,
  head = '',
  around = 'lang="{{issue.lang}}" dir="{{issue.dir}}"',
) {
  return {
    'issues/walk.yaml': (text: string) => text.replace('template: briefing', 'template: bare'),
    'templates/bare.mjml.hbs': `<mjml ${around}>
<mj-head>
${head}
</mj-head>
<mj-body>
<mj-section>
<mj-column>
<mj-raw>
<div style="display:none">{{preheader}}{{> partials/filler}}</div>
</mj-raw>
<mj-text font-size="16px">
${inside}
</mj-text>
</mj-column>
</mj-section>
{{> partials/footer}}
</mj-body>
</mjml>
`,
  }
}
