import { describe, expect, it } from 'vitest'
import { cutText } from '../../src/render/cut.ts'
import { SlotTable } from '../../src/render/slot.ts'
import { constants, inColumn, inText, letterOf, openParts, problemsOf, project } from './letter.ts'

const name = { kind: 'path', root: 'subscriber', keys: ['name'] }

describe('slots', () => {
  it('carries a value through MJML in text, attribute and URL, and knows where each stands', async () => {
    const merge = await letterOf(
      inColumn(
        '<mj-text>Dear {{subscriber.name}}</mj-text><mj-image src="https://a.example/x.png" alt="For {{subscriber.name}}" href="https://a.example/{{subscriber.name}}" /><mj-button href="{{links.unsubscribe}}">Leave</mj-button>',
      ),
    )
    const values = openParts(merge) as { place: string }[]
    expect(values.map((part) => part.place).sort()).toEqual(['attribute', 'html', 'link', 'url'])
  })

  it('leaves braces in content alone', async () => {
    const merge = await letterOf(inText('{{text}}'), { text: '{{subscriber.name}} {{evil}}' })
    expect(openParts(merge)).toEqual([])
    expect(constants(merge)).toContain('{{subscriber.name}} {{evil}}')
  })

  it('cannot be forged by content that looks like a token', async () => {
    const merge = await letterOf(inText('{{subscriber.name}} {{text}}'), {
      text: 'pr0123456789slot0x',
    })
    expect(openParts(merge)).toHaveLength(1)
    expect(constants(merge)).toContain('pr0123456789slot0x')
  })

  it('opens blocks over the reader, with else and nesting', async () => {
    const merge = await letterOf(
      inText(
        '{{#if subscriber.tags.member}}in {{#unless subscriber.name}}no name{{/unless}}{{else if subscriber.trial}}try{{else}}out{{/if}}',
      ),
    )
    const [block] = openParts(merge) as unknown as [Record<string, unknown>]
    expect(block).toMatchObject({
      kind: 'if',
      test: { keys: ['tags', 'member'] },
      body: [
        'in ',
        { kind: 'if', test: { kind: 'call', name: 'not', args: [name] }, body: ['no name'] },
      ],
      otherwise: [{ kind: 'if', body: ['try'], otherwise: ['out'] }],
    })
  })

  it('reads names inside #each as those of the item', async () => {
    const merge = await letterOf(
      inText(
        '{{#each subscriber.picks}}{{@index}} {{title}} {{this}} {{../name}}{{else}}none{{/each}}'.replace(
          ' {{../name}}',
          '',
        ),
      ),
    )
    const [block] = openParts(merge) as unknown as [
      { body: { value?: { keys: string[]; root: number } }[] },
    ]
    const keys = block.body.flatMap((part) => (part.value ? [part.value.keys] : []))
    expect(keys).toEqual([['@index'], ['title'], []])
    expect(block).toMatchObject({ kind: 'each', otherwise: ['none'] })
  })

  it('works out at once what does not depend on the reader', async () => {
    const merge = await letterOf(
      inText('{{#if yes}}{{or subscriber.first_name (t "friend")}}{{/if}}'),
      { yes: true },
    )
    expect(openParts(merge)).toMatchObject([
      {
        value: {
          kind: 'call',
          name: 'or',
          args: [{ keys: ['first_name'] }, { kind: 'constant', value: 'friend' }],
        },
      },
    ])
  })

  it('puts a value of the reader into a phrase', async () => {
    const merge = await letterOf(inText('{{t "sent_to" email=subscriber.email}}'))
    expect(constants(merge)).toContain('sent_to …')
    expect(openParts(merge)).toMatchObject([
      { kind: 'value', place: 'html', value: { keys: ['email'] } },
    ])
  })

  it('opens a slot anew at each turn of a first-pass loop', async () => {
    const merge = await letterOf(inText('{{#each list}}{{this}}:{{subscriber.name}} {{/each}}'), {
      list: ['a', 'b'],
    })
    expect(openParts(merge)).toHaveLength(2)
  })

  it('keeps a block around whole sections, where bare text would vanish', async () => {
    const merge = await letterOf(
      '<mjml><mj-body>{{#if subscriber.tags.member}}<mj-section><mj-column><mj-text>IN</mj-text></mj-column></mj-section>{{else}}<mj-section><mj-column><mj-text>OUT</mj-text></mj-column></mj-section>{{/if}}</mj-body></mjml>',
    )
    const [block] = openParts(merge) as unknown as [{ body: string[]; otherwise: string[] }]
    expect(block.body.join('')).toContain('IN')
    expect(block.body.join('')).not.toContain('OUT')
    expect(block.otherwise.join('')).toContain('OUT')
    expect(constants(merge)).not.toMatch(/IN|OUT|slot\d/)
  })

  it('lets a block choose between two whole links', async () => {
    const merge = await letterOf(
      inText(
        '<a href="{{#if subscriber.vip}}https://a.example/{{else}}https://b.example/{{subscriber.name}}{{/if}}?x={{subscriber.name}}">x</a>',
      ),
    )
    const places = JSON.stringify(merge).match(/"place":"[a-z]+"/g)
    expect(places).toEqual(['"place":"url"', '"place":"url"'])
  })
})

describe('what a slot may not do', () => {
  const cases: [claim: string, template: string, line: number, message: RegExp][] = [
    [
      'stand before the end of a host',
      inText('<a href="https://{{subscriber.name}}.example/">x</a>'),
      3,
      /where a link leads/,
    ],
    ['be a whole link', inText('<a href="{{subscriber.url}}">x</a>'), 3, /where a link leads/],
    [
      'follow a host that only one branch completes',
      inText(
        '<a href="{{#if subscriber.vip}}https://a.example/{{else}}https://b.example{{/if}}{{subscriber.name}}">x</a>',
      ),
      3,
      /where a link leads/,
    ],
    [
      'stand in a style attribute',
      inText('<b style="color:{{subscriber.name}}">x</b>'),
      3,
      /attribute "style"/,
    ],
    ['stand in an unquoted attribute', inText('<b title={{subscriber.name}}>x</b>'), 3, /unquoted/],
    ['stand in a tag', inText('<b {{subscriber.name}}>x</b>'), 3, /a tag/],
    [
      'stand in an event handler',
      inText('<b onclick="{{subscriber.name}}">x</b>'),
      3,
      /attribute "onclick"/,
    ],
    [
      'lay out a column',
      inColumn('<mj-text padding="{{subscriber.name}}">x</mj-text>'),
      2,
      /attribute "padding"/,
    ],
    [
      'stand in an element tag',
      inColumn('<mj-text {{#if subscriber.x}}color="#fff"{{/if}}>x</mj-text>'),
      2,
      /in the tag <mj-text>/,
    ],
    ['stand between elements', inColumn('{{subscriber.name}}'), 2, /directly in <mj-column>/],
    [
      'open a block between the columns of a section',
      '<mjml><mj-body><mj-section>\n{{#if subscriber.x}}<mj-column></mj-column>{{/if}}</mj-section></mj-body></mjml>',
      2,
      /directly in <mj-section>/,
    ],
    ['stand in a comment', inText('<!-- {{subscriber.name}} -->'), 3, /a comment/],
    [
      'stand in a style sheet',
      '<mjml><mj-head><mj-style>\n.x{color:{{subscriber.name}} }</mj-style></mj-head><mj-body></mj-body></mjml>',
      2,
      /<mj-style>/,
    ],
    [
      'begin in text and end in an attribute',
      inText('{{#if subscriber.x}}<a href="https://a.example/{{/if}}">x</a>'),
      3,
      /another place/,
    ],
    [
      'go through a helper of the first pass',
      inText('{{#if (eq (t subscriber.name) 1)}}x{{/if}}')
        .replace('(t subscriber.name)', 'subscriber.name')
        .replace('#if (eq', '#with (eq')
        .replace('/if', '/with'),
      3,
      /cannot wait/,
    ],
    ['go into a partial', inText('{{> card name=subscriber.name}}'), 3, /partial/],
    ['be written with three braces', inText('{{{subscriber.name}}}'), 3, /unescaped/],
    ['name a link that does not exist', inText('{{links.archive}}'), 3, /no link "archive"/],
    ['climb out of its loop', inText('{{#each subscriber.a}}{{../../x}}{{/each}}'), 3, /leads out/],
  ]
  it.each(cases)('may not %s', async (_claim, template, line, message) => {
    const problems = await problemsOf(() =>
      letterOf({ 'letter.mjml.hbs': template, 'card.mjml.hbs': '<b>{{name}}</b>' }),
    )
    expect(problems[0]).toMatchObject({ code: 'template', file: 'templates/letter.mjml.hbs', line })
    expect(problems[0]?.message).toMatch(message)
    expect(problems[0]?.mend).toBeTruthy()
  })

  it('may not change the host of a link in plain text', async () => {
    const slots = new SlotTable('x')
    const text = project({ 'plain.txt.hbs': 'See https://{{subscriber.name}}/ now' }).run(
      'plain',
      'txt',
      {},
      { slots, helpers: {} },
    ).text
    expect((await problemsOf(() => cutText(text, slots, 'plain')))[0]?.message).toMatch(
      /where a link leads/,
    )
  })

  it('is placed in a plain text of a million characters without a space before it', () => {
    const slots = new SlotTable('x')
    const template = project({ 'plain.txt.hbs': '{{long}} https://a.example/{{subscriber.name}}' })
    const long = 'x'.repeat(1_000_000)
    const { text } = template.run('plain', 'txt', { long }, { slots, helpers: {} })
    expect(openParts(cutText(text, slots, 'plain'))).toMatchObject([{ place: 'plain-url' }])
  })
})
