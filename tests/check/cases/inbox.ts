// Cases of the rules about pictures and the inbox.

import { bare } from '../letter.ts'
import { type Case, swap } from './case.ts'
import { noise } from './picture.ts'

const ISSUE = 'issues/walk.yaml'
const TEMPLATE = 'templates/bare.mjml.hbs'

const withPictures = (...names: readonly string[]) =>
  swap(
    /$/,
    `sections:\n${names.map((name) => `  - type: image\n    image: { image: ${name}, alt: A mill by the river }\n`).join('')}`,
  )

const imageWeight: readonly Case[] = [
  {
    when: 'one picture is heavy',
    files: { 'issues/noise.jpg': await noise(1, 1280, 1600), [ISSUE]: withPictures('noise.jpg') },
    finds: [
      {
        level: 'warning',
        message: /^the picture noise-\w+\.jpg weighs [\d,]+ kB$/,
        file: ISSUE,
        line: 10,
      },
    ],
  },
  {
    when: 'pictures are heavy together',
    files: {
      'issues/a.jpg': await noise(2, 1280, 2400),
      'issues/b.jpg': await noise(3, 1280, 2400),
      [ISSUE]: withPictures('a.jpg', 'b.jpg'),
    },
    finds: [
      { message: /^the 2 pictures weigh [\d,]+ kB together/ },
      { message: /^the picture a-/, line: 10 },
      { message: /^the picture b-/, line: 12 },
    ],
  },
]

const imageToText: readonly Case[] = [
  {
    when: 'the letter is a picture with a line under it',
    files: {
      'issues/mill.jpg': await noise(5, 1200, 900),
      ...bare(
        '{{#each sections}}<img src="{{image.src}}" alt="{{image.alt}}" width="600" height="450">{{/each}}',
      ),
      [ISSUE]: (text) =>
        withPictures('mill.jpg')(text).replace('template: briefing', 'template: bare'),
    },
    finds: [
      { level: 'warning', message: /^there are only \d+ characters of text beside the pictures/ },
    ],
  },
  {
    when: 'the letter has no picture',
    files: bare('<p>Tea at four.</p>'),
  },
]

const image = (src: string) => bare(`<img src="${src}" alt="The mill" width="600" height="400">`)

const imageSource: readonly Case[] = [
  {
    when: 'a picture is on this machine',
    files: image('http://localhost:3000/mill.png'),
    finds: [
      { level: 'error', message: /is where no reader can get it$/, file: TEMPLATE, line: 12 },
    ],
  },
  {
    when: 'a picture has a path and no host',
    files: image('/images/mill.png'),
    finds: [{ level: 'error', message: /is at no address of the web$/, file: TEMPLATE, line: 12 }],
  },
  {
    when: 'a picture stands in its own address',
    files: image('data:image/png;base64,iVBORw0KGgo='),
    finds: [{ level: 'error', message: /Gmail does not show such$/, line: 12 }],
  },
  {
    when: 'a picture is a part that the message does not have',
    files: image('cid:mill@river.example'),
    finds: [{ level: 'error', message: /is not in the message$/, line: 12 }],
  },
  {
    when: 'a picture comes over http',
    files: image('http://river.example/mill.png'),
    finds: [{ level: 'warning', message: /comes over http/, line: 12 }],
  },
  { when: 'a picture is at a public address', files: image('https://river.example/mill.png') },
  {
    when: 'the project’s own picture comes with the message',
    files: { 'issues/mill.jpg': await noise(6, 300, 200), [ISSUE]: withPictures('mill.jpg') },
  },
]

const subject = (text: string) => ({ [ISSUE]: swap('A walk along the river, and back', text) })

const subjectLength: readonly Case[] = [
  {
    when: 'the subject is longer than Gmail shows',
    files: subject('A walk along the river, and back, and what the miller told us about the grain'),
    finds: [
      {
        level: 'warning',
        message:
          /^the subject has 77 columns: Gmail shows about 70, a phone about 40 \("A walk along the river, and back, and wh…"\)$/,
        file: ISSUE,
        line: 3,
      },
    ],
  },
  {
    when: 'a Korean subject takes two columns a character',
    files: {
      [ISSUE]: (text) => swap(/subject: .*/, `subject: ${'강을 따라 걷는 길 '.repeat(5)}`)(text),
    },
    finds: [{ level: 'warning', message: /^the subject has \d+ columns/, line: 3 }],
  },
  {
    when: 'the subject is empty for a reader without a name',
    files: {
      ...subject("'{{subscriber.plan}}'"),
      'issues/walk.yaml': swap(/subject: .*/, "subject: '{{subscriber.plan}}'"),
    },
    finds: [{ level: 'error', message: /^the subject is empty$/, file: ISSUE, line: 3 }],
  },
]

const preheaderLength: readonly Case[] = [
  {
    when: 'there is no preheader',
    files: { [ISSUE]: swap(/preheader: .*\n/, '') },
    finds: [
      {
        level: 'warning',
        message: /^there is no preheader, so the inbox goes on with .*\("/,
        file: ISSUE,
        line: 3,
      },
    ],
  },
  {
    when: 'the preheader says the subject again',
    files: { [ISSUE]: swap(/preheader: .*/, 'preheader: A walk along the river, and back') },
    finds: [{ level: 'warning', message: /says the same as the subject$/, line: 4 }],
  },
  {
    when: 'the preheader is longer than any inbox shows',
    files: {
      [ISSUE]: swap(
        /preheader: .*/,
        `preheader: ${'Two hours on foot from the mill to the sea. '.repeat(4)}`,
      ),
    },
    finds: [{ level: 'note', message: /^the preheader has \d+ columns/, line: 4 }],
  },
]

const preheaderLeak: readonly Case[] = [
  {
    when: 'body text follows a short preheader into the inbox',
    files: {
      ...bare('<p>The path begins at the mill.</p>'),
      'templates/partials/filler.mjml.hbs': '{{!-- nothing --}}',
      [ISSUE]: (text) =>
        text.replace(/preheader: .*/, 'preheader: Two hours.').replace('briefing', 'bare'),
    },
    finds: [
      {
        level: 'warning',
        message: /^after the preheader the inbox shows "The path begins at the mill\. /,
        file: ISSUE,
        line: 4,
      },
    ],
  },
  {
    when: 'other words come before the preheader',
    files: {
      ...bare('<p>The path begins at the mill.</p>'),
      'templates/bare.mjml.hbs': `<mjml lang="{{issue.lang}}" dir="{{issue.dir}}">
<mj-body>
<mj-section><mj-column><mj-text>The mill</mj-text><mj-text>{{preheader}}</mj-text></mj-column></mj-section>
{{> partials/footer}}
</mj-body>
</mjml>
`,
    },
    finds: [
      {
        level: 'warning',
        message: /^the letter begins with other words than the preheader \("The mill/,
        file: TEMPLATE,
        line: 2,
      },
    ],
  },
]

export const INBOX = {
  'image-weight': imageWeight,
  'image-to-text': imageToText,
  'image-source': imageSource,
  'subject-length': subjectLength,
  'preheader-length': preheaderLength,
  'preheader-leak': preheaderLeak,
} satisfies Record<string, readonly Case[]>
