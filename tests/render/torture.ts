// Letters that are hard to set: words without end, many columns, nine voices, two directions, nothing at all.

const ADDRESS =
  'https://example.com/a/very/long/path/that/does/not/end/and/has/no/spaces?query=string&another=parameter_with_a_long_name'
const COMPOUND = 'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung'

const LONG = `---
title: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft
kicker: ${COMPOUND}
standfirst: Ein Satz mit ${ADDRESS} darin.
byline: Hubert Wolfeschlegelsteinhausenbergerdorff der Ältere von Hohenlohe-Schillingsfürst
dateline: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch
published: 2024-11-17
source: { name: ${COMPOUND}, url: "https://example.com/" }
facts: [${COMPOUND}, "${ADDRESS}"]
---
Text mit ${COMPOUND} und ${ADDRESS}.

| Jahr | Umsatz | Gewinn | Mitarbeiter | Standorte | Investitionen | Verbindlichkeiten | Bemerkungen |
|---|---:|---:|---:|---:|---:|---:|---|
| 2023 | 1.234,5 | 120,1 | 12.345 | 17 | 300,2 | 1.000,0 | Umzug nach ${COMPOUND} |

| Jahr | Investitionen | Verbindlichkeiten | Bemerkungen |
|---|---:|---:|---|
| 2023 | 300,2 | 1.000,0 | ${COMPOUND} |

1. Eins
   - zwei
     - drei
       - vier
         1. fünf
            - sechs ${ADDRESS}
   - > Zitat im Punkt

> Außen
>
> > Innen
> >
> > > Innerst ${COMPOUND}

\`\`\`
const line = await fetchSomethingFromSomewhere({ url: '${ADDRESS}' })
\`\`\`

Code \`${COMPOUND}\`, ~~gestrichen~~.
`

const VOICES = [
  'Ana',
  'Bo',
  'Cem',
  'Dora',
  `Émile ${COMPOUND}`,
  '文子',
  'Gil',
  '한소율',
  'عمر خليل',
]
const NINE = [1, 2]
  .flatMap((round) =>
    VOICES.map((name, at) =>
      at === 0 ? `**${name}:** Question ${round}?` : `**${name}:** An answer.[^${round}${at}]`,
    ),
  )
  .concat(
    [1, 2].flatMap((round) => VOICES.slice(1).map((_, at) => `[^${round}${at + 1}]: A note.`)),
  )
  .join('\n\n')

const HEBREW = `---
title: ירושלים, Tel Aviv והרכבת המהירה
facts: ['הרכבת עוברת 160 קמ"ש בין Jerusalem ל-Tel Aviv.']
---
הפסקה מזכירה את **Siemens Desiro** ואת ${ADDRESS} באמצע משפט.

This whole paragraph is in English.

- פריט ראשון
- Second item in English

| שנה | Where |
|---|---|
| 2018 | ירושלים |
`

/** Files of a publication, for issues of the same names as the keys of `TORTURES`. */
export const TORTURES = ['long', 'nine', 'hebrew', 'bare'] as const
export const TORTURE_FILES: Readonly<Record<string, string>> = {
  'issues/hard/long.md': LONG,
  'issues/hard/nine.md': NINE,
  'issues/hard/hebrew.md': HEBREW,
  'issues/hard/bare.md': 'Nothing but a sentence.\n',
  'issues/long.yaml': `title: Lang
date: 2024-11-18
lang: de
article: hard/long.md
sections:
  - { type: article, article: hard/bare.md }
  - { type: note, text: "# Kopf ohne Titel\\n\\nText." }
  - type: sponsor
    sponsor: ${COMPOUND} GmbH & Co. KG
    text: Nur ${COMPOUND}.
    url: https://example.com/
    action: Jetzt ${COMPOUND} vergleichen
`,
  'issues/nine.yaml':
    'title: Nine voices and no title\ndate: 2024-11-18\nlang: en\ninterview: hard/nine.md\n',
  'issues/hebrew.yaml':
    'title: עברית\ndate: 2024-11-18\nlang: he\narticle: hard/hebrew.md\ninterview: hard/nine.md\n',
  'issues/bare.yaml': 'title: Bare\ndate: 2024-11-18\nlang: ja\narticle: hard/bare.md\n',
}
