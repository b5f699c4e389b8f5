// Interviews that cannot be read, with the line and the mend.

import { describe, expect, it } from 'vitest'
import { complaint, interviewOf, speakersAs, TALK } from '../project/newsroom.ts'

describe('an interview is refused, at its line, for', () => {
  const BEGIN =
    'Begin each turn with its speaker, as in "Ana Ruiz: Good morning."; a name that speaks only once goes under "speakers:" at the top.'

  it.each<[string, string, string]>([
    ['being empty', '', `1  nobody speaks in this interview. ${BEGIN}`],
    [
      'having no speaker',
      '---\ntitle: Fog\n---\n\nAll is fog.\n\nAll is still.',
      `4  nobody speaks in this interview. ${BEGIN}`,
    ],
    [
      'having one speaker',
      'Before.\n\nAna: Why?\n\nAna: So.',
      `3  only Ana speaks in this interview. ${BEGIN}`,
    ],
    [
      'a speaker who is introduced and never speaks',
      speakersAs('  - name: Cyd Moe', TALK),
      '3:11  no turn begins with "Cyd Moe:". Write the name as it stands before the colon, or say under "label:" what stands there.',
    ],
    [
      'a speaker whose name is misspelt',
      speakersAs('  - name: Ben Okafer', TALK),
      '3:11  no turn begins with "Ben Okafer:". Did you mean "Ben Okafor"?',
    ],
    [
      'a speaker who is introduced twice',
      speakersAs('  - name: Ana Ruiz\n  - name: Ana Ruiz', TALK),
      '4:11  the speaker "Ana Ruiz" is here twice. Make one of the two.',
    ],
    [
      'a turn in which nothing is said',
      TALK.replace('Always?', ''),
      '5  Ana Ruiz says nothing here. Write what was said after the colon, or remove the name.',
    ],
    [
      'a role that there is not',
      speakersAs('  - name: Ana Ruiz\n    role: guset', TALK),
      '4:11  "role" cannot be "guset". Did you mean "guest"?',
    ],
    [
      'a key that is misspelt',
      speakersAs('  - name: Ana Ruiz\n    descripton: x', TALK),
      '4:5  unknown key "descripton". Did you mean "description"?',
    ],
    [
      'a key by another name',
      `---\npeople: []\n---\n${TALK}`,
      '2:1  unknown key "people". Did you mean "speakers"?',
    ],
    [
      'a name with a line break',
      speakersAs('  - name: "Ana\\nRuiz"', TALK),
      '3:11  "name" holds a line break or a control character. Write it on one line.',
    ],
    [
      'a photo without alt text',
      speakersAs('  - name: Ana Ruiz\n    photo: {image: a.jpg}', TALK),
      '4:12  "alt" is missing. Say what the image shows, for readers who do not see it; write alt: "" for mere decoration.',
    ],
    [
      'a photo that is not there',
      speakersAs('  - name: Ana Ruiz\n    photo: {image: a.jpg, alt: Ana}', TALK),
      '4:20  "a.jpg" does not exist. Looked for issues/a.jpg.',
    ],
    [
      'a link that runs, in an answer',
      TALK.replace('Because', '[Because](javascript:x)'),
      '3  the link "javascript:x" leads nowhere in a letter. Write it whole: https://…, mailto:… or tel:….',
    ],
    [
      'a link that runs, in the introduction',
      `---\nintro: |\n  One.\n\n  [Two](javascript:x)\n---\n${TALK}`,
      '5  the link "javascript:x" leads nowhere in a letter. Write it whole: https://…, mailto:… or tel:….',
    ],
    [
      'a link that runs, in a footnote of two turns',
      'Ana: Why[^a]?\n\nBen: So[^a].\n\n[^a]: One\n    [two](javascript:x)\n\nAna: a?\n\nBen: b',
      '6  the link "javascript:x" leads nowhere in a letter. Write it whole: https://…, mailto:… or tel:….',
    ],
  ])('%s', (_, markdown, expected) => {
    expect(complaint(() => interviewOf(markdown))).toBe(`issues/a.md:${expected}`)
  })

  it('everything that is wrong with it, at once', () => {
    const markdown = speakersAs(
      '  - name: Cyd',
      TALK.replace('Why', '![](x.png)').replace('Mostly', '[m](x)'),
    )
    expect(
      complaint(() => interviewOf(markdown))
        .split('\n')
        .map((line) => line.split('  ')[0]),
    ).toEqual(['issues/a.md:3:11', 'issues/a.md:6', 'issues/a.md:12'])
  })
})
