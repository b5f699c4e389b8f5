// Cases of the rule about spelling.

import { type Case, swap } from './case.ts'

const ISSUE = 'issues/walk.yaml'
const ARTICLE = 'issues/walk/article.md'
const CONFIG = 'newsletter.yaml'

/** Instead of the first sentence of the article, on line 7. */
const opening = (text: string) => ({ [ARTICLE]: swap('The path begins at the mill', text) })

const SPANISH =
  'El camino empieza junto al molino y sigue el agua hasta donde ya no queda tierra que pisar. Es llano, y en noviembre está vacío: lleva un abrigo, y lleva el mapa que regalan en la oficina del puerto. Aquí nadie muele nada desde hace treinta años. La rueda gira para quienes vienen de lejos, y el molinero vende té, pan caliente y postales antiguas con dibujos hechos por su hermana menor durante los inviernos.'

export const spelling: readonly Case[] = [
  {
    when: 'a word is one slip away from another',
    files: opening('The path beginns at the mill'),
    finds: [
      {
        level: 'warning',
        message: /^"beginns" is in no dictionary; "begins" is$/,
        file: ARTICLE,
        line: 7,
        column: 10,
      },
    ],
  },
  {
    when: 'a word is like no other',
    files: opening('The path is frobnicatious at the mill'),
    finds: [
      { level: 'note', message: /^"frobnicatious" is in no dictionary$/, file: ARTICLE, line: 7 },
    ],
  },
  {
    when: 'German is misspelt in a German letter',
    files: {
      [ISSUE]: () =>
        'title: Ein Weg am Fluss\ndate: 2024-11-18\nlang: de\npreheader: Zwei Stunden.\ntemplate: briefing\narticle: walk/article.md\n',
      [ARTICLE]: () =>
        '---\ntitle: Ein Weg am Fluss\n---\n\nDer Weg begint an der Mühle und folgt dem Wasser.\n',
    },
    finds: [
      {
        level: 'warning',
        message: /^"begint" is in no dictionary; "beginnt" is$/,
        file: ARTICLE,
        line: 5,
      },
    ],
  },
  {
    when: 'the letter is in another language than it says',
    files: {
      [ARTICLE]: () => `---\ntitle: Un camino\n---\n\n${SPANISH}\n`,
    },
    finds: [
      {
        level: 'warning',
        message:
          /^\d+ of \d+ words are in no dictionary of "en-GB", so it is hardly written in it$/,
        file: ISSUE,
        line: 1,
      },
    ],
  },
  {
    when: 'the project’s own list knows the word',
    files: {
      ...opening('The path beginns at the mill'),
      [CONFIG]: (text) => `${text}checks:\n  words: [Beginns]\n`,
    },
  },
  {
    when: 'a file of the project’s knows the word',
    files: {
      ...opening('The path beginns at the mill'),
      'words.txt': '# ours\nbeginns # said so by the miller\n',
      [CONFIG]: (text) => `${text}checks:\n  words-file: words.txt\n`,
    },
  },
  {
    when: 'names and addresses are no words of the language',
    files: opening('Write to Xqrlmn at mill@xqrlmn.example, or see www.xqrlmn.example,'),
  },
  { when: 'code is no language', files: opening('Type `beginns`') },
  {
    when: 'there is no dictionary for the language',
    files: { ...opening('The path beginns'), [ISSUE]: swap('template:', 'lang: fi\ntemplate:') },
  },
]
