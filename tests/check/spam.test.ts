import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { spamScorer } from '../../src/check/spam/scorer.ts'

const MESSAGE = Buffer.from('Subject: A walk\r\n\r\nThe path begins at the mill.\r\n')

/** A folder with a program in it, which keeps what it was given and says `output`. */
function installed(name: string, output: string, status = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'pressrun-spam-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'output'), output)
  writeFileSync(
    join(folder, name),
    `#!/bin/sh\n/bin/cat > "${folder}/input"\n/bin/cat "${folder}/output"\nexit ${status}\n`,
  )
  chmodSync(join(folder, name), 0o755)
  return { folder, input: () => readFileSync(join(folder, 'input')) }
}

const ASSASSIN = `6.4/5.0
Spam detection software, running on the system "mail.example",
has identified this incoming email as possible spam.

Content analysis details:   (6.4 points, 5.0 required)

 pts rule name              description
---- ---------------------- --------------------------------------------------
 4.3 SUBJ_ALL_CAPS          Subject is all capitals
 2.1 HTML_IMAGE_ONLY_04     BODY: HTML: images with 0-400 bytes of
                            words
-0.0 SPF_PASS               SPF: sender matches SPF record
`

const RSPAMD = JSON.stringify({
  score: 1.5,
  required_score: 15,
  action: 'no action',
  symbols: {
    MIME_GOOD: { score: -0.1, description: 'Known content-type' },
    HTML_SHORT: { score: 1.6 },
  },
})

describe('a spam filter', () => {
  it('is spamc where it is installed: its score, and each rule with its points', async () => {
    const { folder, input } = installed('spamc', ASSASSIN)
    expect(await spamScorer({ PATH: folder }).score(MESSAGE)).toEqual({
      kind: 'scored',
      program: 'spamc',
      score: 6.4,
      required: 5,
      rules: [
        { name: 'SUBJ_ALL_CAPS', points: 4.3, about: 'Subject is all capitals' },
        {
          name: 'HTML_IMAGE_ONLY_04',
          points: 2.1,
          about: 'BODY: HTML: images with 0-400 bytes of words',
        },
        { name: 'SPF_PASS', points: -0, about: 'SPF: sender matches SPF record' },
      ],
    })
    expect(input()).toEqual(MESSAGE)
  })

  it('is rspamc where spamc is not there', async () => {
    const { folder, input } = installed('rspamc', RSPAMD)
    expect(await spamScorer({ PATH: folder }).score(MESSAGE)).toMatchObject({
      kind: 'scored',
      program: 'rspamc',
      score: 1.5,
      required: 15,
      rules: [
        { name: 'MIME_GOOD', points: -0.1, about: 'Known content-type' },
        { name: 'HTML_SHORT', points: 1.6, about: '' },
      ],
    })
    expect(input()).toEqual(MESSAGE)
  })

  it('is missing where neither is', async () => {
    expect(await spamScorer({ PATH: '/nowhere' }).score(MESSAGE)).toEqual({ kind: 'missing' })
  })

  it('has failed where its daemon does not answer, and says so', async () => {
    const silent = installed('spamc', '0/0\n')
    expect(await spamScorer({ PATH: silent.folder }).score(MESSAGE)).toEqual({
      kind: 'failed',
      program: 'spamc',
      reason: 'its daemon, spamd, does not answer',
    })
    const ended = installed('rspamc', '', 3)
    expect(await spamScorer({ PATH: ended.folder }).score(MESSAGE)).toEqual({
      kind: 'failed',
      program: 'rspamc',
      reason: 'it ended with 3',
    })
    const garbled = installed('rspamc', 'what?')
    expect(await spamScorer({ PATH: garbled.folder }).score(MESSAGE)).toMatchObject({
      kind: 'failed',
      reason: 'its answer cannot be read',
    })
  })
})
