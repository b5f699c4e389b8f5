import { describe, expect, it } from 'vitest'
import { constants, inColumn, inText, letterOf, problemsOf } from './letter.ts'

describe('errors in templates name the template file and line', () => {
  const cases: [
    claim: string,
    templates: Record<string, string>,
    file: string,
    line: number,
    message: RegExp,
    mend?: RegExp,
  ][] = [
    [
      'an undefined variable',
      { 'letter.mjml.hbs': inText('{{issu}}') },
      'letter.mjml.hbs',
      3,
      /"issu" is not defined/,
      /"issue"/,
    ],
    [
      'an undefined variable in a partial',
      {
        'letter.mjml.hbs': inText('{{> parts/card}}'),
        'parts/card.mjml.hbs': 'a\nb {{issue.titel}}',
      },
      'parts/card.mjml.hbs',
      2,
      /"titel" is not defined/,
      /"title"/,
    ],
    [
      'an undefined variable in a layout block',
      {
        'letter.mjml.hbs': '{{#> layout}}\n{{nope}}\n{{/layout}}',
        'layout.mjml.hbs': inText('{{> @partial-block}}'),
      },
      'letter.mjml.hbs',
      2,
      /"nope"/,
    ],
    [
      'an unknown helper',
      { 'letter.mjml.hbs': inText('{{eqq 1 2}}') },
      'letter.mjml.hbs',
      3,
      /no helper "eqq"/,
      /"eq"/,
    ],
    [
      'an unknown partial',
      { 'letter.mjml.hbs': inText('{{> crad}}'), 'card.mjml.hbs': '' },
      'letter.mjml.hbs',
      3,
      /no partial "crad"/,
      /"card"/,
    ],
    [
      'a block that is not closed',
      { 'letter.mjml.hbs': inText('{{#if issue}}') },
      'letter.mjml.hbs',
      3,
      /\{\{#if\}\} is never closed/,
    ],
    [
      'a block closed by another',
      { 'letter.mjml.hbs': inText('{{#if issue}}{{/each}}') },
      'letter.mjml.hbs',
      3,
      /if doesn't match each/,
    ],
    [
      'an unknown MJML element',
      {
        'letter.mjml.hbs': inColumn('{{> card}}'),
        'card.mjml.hbs': '<mj-text>ok</mj-text>\n<mj-txet>x</mj-txet>',
      },
      'card.mjml.hbs',
      2,
      /mj-txet/,
    ],
    [
      'an illegal MJML attribute',
      { 'letter.mjml.hbs': inColumn('<mj-text\n  colour="red">x</mj-text>') },
      'letter.mjml.hbs',
      2,
      /colour/,
    ],
    [
      'an MJML element that is not closed',
      { 'letter.mjml.hbs': inColumn('<mj-text>a\n<mj-text>b</mj-text>') },
      'letter.mjml.hbs',
      2,
      /<mj-text> is never closed/,
    ],
    [
      'a column that is not closed',
      {
        'letter.mjml.hbs': '<mjml><mj-body><mj-section>\n<mj-column></mj-section></mj-body></mjml>',
      },
      'letter.mjml.hbs',
      2,
      /<mj-column> is never closed/,
    ],
    [
      'an attribute that is not closed',
      { 'letter.mjml.hbs': inColumn('<mj-text color="red>x</mj-text>') },
      'letter.mjml.hbs',
      2,
      /cannot be read|runs into/,
    ],
    [
      'text that MJML would drop',
      { 'letter.mjml.hbs': inColumn('Hello') },
      'letter.mjml.hbs',
      2,
      /"Hello" stands directly in <mj-column>/,
    ],
  ]
  it.each(cases)('%s', async (_claim, templates, file, line, message, mend) => {
    const problems = await problemsOf(() => letterOf(templates, { issue: { title: 'T' } }))
    expect(problems[0]).toMatchObject({ code: 'template', file: `templates/${file}`, line })
    expect(problems[0]?.message).toMatch(message)
    if (mend) expect(problems[0]?.mend).toMatch(mend)
  })

  it('reports every unknown name of a file at once', async () => {
    const problems = await problemsOf(() => letterOf(inText('{{aa 1}}\n{{bb 2}}')))
    expect(problems.map((problem) => problem.line)).toEqual([3, 4])
  })
})

describe('content', () => {
  it('stays text, whatever it looks like', async () => {
    const evil = '</mj-text><mj-image src="x"/><script>alert(1)</script> " \' & {{x}}'
    const letter = constants(await letterOf(inText('<b title="{{evil}}">{{evil}}</b>'), { evil }))
    expect(letter).toContain(
      '&lt;/mj-text&gt;&lt;mj-image src&#x3D;&quot;x&quot;/&gt;&lt;script&gt;',
    )
    expect(letter).not.toMatch(/<script|<mj-|<img/)
  })

  it('fetches nothing: no web font, no include', async () => {
    const letter = constants(await letterOf(inText('x')))
    expect(letter).not.toMatch(/fonts\.googleapis|@import|<link/)
  })
})
