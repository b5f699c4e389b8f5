// Cases of the rules about readers who listen, enlarge, or read in another script.

import { bare } from '../letter.ts'
import { type Case, swap } from './case.ts'

const TEMPLATE = 'templates/bare.mjml.hbs'
const ISSUE = 'issues/walk.yaml'
const ARTICLE = 'issues/walk/article.md'
const CONFIG = 'newsletter.yaml'

const picture = (attributes: string) => bare(`<img src="https://mill.example/m.png" ${attributes}>`)

const altText: readonly Case[] = [
  {
    when: 'a picture has no alt text',
    files: picture('width="20"'),
    finds: [
      {
        level: 'error',
        message: /^the picture "https:\/\/mill\.example\/m\.png" has no alt text$/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'the alt text is the name of a file',
    files: picture('alt="IMG_2041.jpg"'),
    finds: [
      {
        level: 'warning',
        message: /^the alt text "IMG_2041\.jpg" is a name for a file/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  { when: 'a picture is decoration and says so', files: picture('alt=""') },
]

const headingOrder: readonly Case[] = [
  {
    when: 'there is no first heading',
    files: bare('<h2>The mill</h2>'),
    finds: [
      { level: 'warning', message: /^the letter has no first heading/, file: TEMPLATE, line: 12 },
    ],
  },
  {
    when: 'a level is left out',
    files: bare('<h1>The mill</h1><h3>The wheel</h3>'),
    finds: [
      {
        level: 'warning',
        message: /^"The wheel" is a heading of level 3 after one of level 1$/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'there are two first headings',
    files: bare('<h1>The mill</h1><h1>The wheel</h1>'),
    finds: [
      {
        level: 'warning',
        message: /^"The wheel" is another first heading/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'an article’s own headings go from the first to the third',
    files: { [ARTICLE]: swap('## The mill', '## The mill\n\nA house.\n\n### The wheel') },
  },
]

const language: readonly Case[] = [
  {
    when: 'the letter does not say which language it is in',
    files: bare('<p>The path begins at the mill.</p>', '', ''),
    finds: [
      {
        level: 'error',
        message: /^the letter does not say which language/,
        file: TEMPLATE,
        line: 1,
      },
    ],
  },
  {
    when: 'the letter says it is in another language',
    files: bare('<p>The path begins at the mill.</p>', '', 'lang="de" dir="ltr"'),
    finds: [
      {
        level: 'error',
        message: /^the letter says it is in "de", and the issue is in "en-GB"$/,
        line: 1,
      },
    ],
  },
  {
    when: 'an Arabic letter runs from left to right',
    files: {
      ...bare(
        '<p>تبدأ الطريق عند الطاحونة وتتبع الماء حتى لا تبقى أرض للمشي</p>',
        '',
        'lang="{{issue.lang}}" dir="ltr"',
      ),
      [ARTICLE]: swap(
        /---\n\n[\s\S]*$/,
        `---\n\n${'تبدأ الطريق عند الطاحونة وتتبع الماء. '.repeat(20)}\n`,
      ),
      [ISSUE]: (text) =>
        text.replace('briefing', 'bare').replace('template:', 'lang: ar\ntemplate:'),
    },
    finds: [
      { level: 'error', message: /^the letter runs "ltr", and its language runs "rtl"$/, line: 1 },
    ],
  },
  {
    when: 'the issue says English and is written in Korean',
    files: {
      [ARTICLE]: swap(
        /---\n\n[\s\S]*$/,
        `---\n\n${'길은 방앗간에서 시작하여 물을 따라 바다까지 이어진다. '.repeat(30)}\n`,
      ),
    },
    finds: [
      {
        level: 'error',
        message: /^the issue is in "en-GB", but most of it is written in another script \("ko"\)$/,
        file: ISSUE,
      },
    ],
  },
  {
    when: 'a passage in another script is not marked',
    files: bare(
      `<p>${'The path begins at the mill and follows the water. '.repeat(9)}</p><p>길은 방앗간에서 시작하여 물을 따라간다.</p>`,
    ),
    finds: [
      {
        level: 'warning',
        message: /^"길은 방앗간에서 .*" is in another language \("ko"\), and is not marked/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'a passage in another script is marked',
    files: bare(
      `<p>${'The path begins at the mill and follows the water. '.repeat(9)}</p><p lang="ko">길은 방앗간에서 시작하여 물을 따라간다.</p>`,
    ),
  },
]

const contrast: readonly Case[] = [
  {
    when: 'text is faint on its ground',
    files: bare('<p style="color:#999999;background-color:#ffffff">The mill</p>'),
    finds: [
      {
        level: 'warning',
        message: /^"The mill" is #999999 on #ffffff: 2\.84 to 1, and 4\.5 to 1 is asked$/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'text cannot be seen at all',
    files: bare('<p style="color:#fefefe;background-color:#ffffff">The mill</p>'),
    finds: [{ level: 'error', message: /1\.00 to 1/, line: 12 }],
  },
  {
    when: 'text is faint in dark mode alone',
    files: bare(
      '<p class="mill" style="color:#222222;background-color:#ffffff">The mill</p>',
      '<mj-style>\n@media (prefers-color-scheme: dark) { .mill { background-color: #111111 !important } }\n</mj-style>',
    ),
    finds: [
      {
        level: 'error',
        message: /^"The mill" is #222222 on #111111 in dark mode: 1\.18 to 1/,
        line: 14,
      },
    ],
  },
  {
    when: 'a colour of the theme is faint',
    files: {
      [CONFIG]: (text) => `${text}theme:\n  light:\n    soft: "#b0b0b0"\n    faint: "#6c665c"\n`,
    },
    finds: [{ level: 'warning', message: /is #b0b0b0 on #/, file: CONFIG, line: 14 }],
  },
  {
    when: 'large text has three to one',
    files: bare('<p style="font-size:24px;color:#888888;background-color:#ffffff">The mill</p>'),
  },
  {
    when: 'nobody can tell what is behind the text',
    files: bare(
      '<p style="color:#999999;background-image:url(https://mill.example/m.png)">The mill</p>',
    ),
  },
  {
    when: 'faint text is not to be seen',
    files: bare('<p style="color:#fefefe;display:none">The mill</p>'),
  },
]

const tableRole: readonly Case[] = [
  {
    when: 'a table says neither that it is layout nor what its columns are',
    files: bare('<table><tr><td>Mill</td><td>Sea</td></tr></table>'),
    finds: [
      { level: 'warning', message: /^the table "Mill Sea" says neither/, file: TEMPLATE, line: 12 },
    ],
  },
  {
    when: 'a table has headings and says it is layout',
    files: bare('<table role="presentation"><tr><th>Mill</th></tr><tr><td>Tea</td></tr></table>'),
    finds: [
      {
        level: 'warning',
        message: /^the table "Mill Tea" has headings, but says it is only layout$/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'a table of data has headings',
    files: bare('<table><tr><th>Mill</th></tr><tr><td>Tea</td></tr></table>'),
  },
  {
    when: 'an article has a table',
    files: {
      [ARTICLE]: swap(
        '## The mill',
        '| Place | Hours |\n|---|---|\n| Mill | 2 |\n| Sea | 4 |\n\n## The mill',
      ),
    },
  },
]

const smallText: readonly Case[] = [
  {
    when: 'text is set in 11 px',
    files: bare('<h1>A walk</h1><p style="font-size:11px">The mill</p><p>It has a wheel.</p>'),
    finds: [
      {
        level: 'warning',
        message: /^"The mill" is set in 11 px on a phone$/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'most of the letter is set in 13 px',
    files: bare(
      `<h1>A walk</h1><p style="font-size:13px">${'The path begins at the mill. '.repeat(30)}</p>`,
    ),
    finds: [
      {
        level: 'warning',
        message: /^\d+ % of the words are smaller than 14 px/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'the mark of a footnote is small',
    files: bare('<h1>A walk</h1><p>The mill<sup style="font-size:10px">1</sup></p>'),
  },
]

export const ACCESS = {
  'alt-text': altText,
  'heading-order': headingOrder,
  language,
  contrast,
  'table-role': tableRole,
  'small-text': smallText,
} satisfies Record<string, readonly Case[]>
