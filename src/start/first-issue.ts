// The first issue of a new publication: it says how to write the next ones, and builds as it stands.

import type { PlacedFile } from '../project/place-files.ts'

const YAML = (
  date: string,
) => `# yaml-language-server: $schema=../node_modules/pressrun/schema/issue.json
# An issue is this file and what it points to. Make the next one with: npx pressrun new "Its title"
title: The first letter
date: ${date}
lang: en
# What inboxes show after the subject: one sentence.
preheader: How this letter is made, and what to change in it first.
article: first-letter/article.md
interview: first-letter/interview.md
sections:
  - type: note
    title: Before you send
    text: >-
      Write your postal address into newsletter.yaml, put your readers into subscribers/list.csv,
      and send yourself a copy first.
`

const ARTICLE = `---
title: How this letter is made
kicker: From the newsroom
standfirst: Three plain files made it. You can change all of them with any editor.
byline: The editors
---

What you are reading stands in \`issues/first-letter/article.md\`. It is Markdown: a blank line parts
paragraphs, **two stars** make words bold, and [a link](https://commonmark.org/help/) is written like this.

## Look while you write

Run \`npm run preview\` and leave the page open. It shows this letter as readers will get it, on a phone
and on a desk, by day and by night, and follows every change you save.

> What is set like this is a quotation.

Pictures go beside the text, and say in words what they show. An editor that knows YAML will tell you
what each file may hold, because the first line of each names its schema.
`

const INTERVIEW = `---
title: “Ask first, answer after”
speakers:
  - name: The editors
    role: interviewer
  - name: The manual
    role: guest
    description: Knows where things are
---

An interview is written as it was spoken. A paragraph that begins with a name is a turn.

**The editors:** Where do I write the questions?

**The manual:** Here, in \`issues/first-letter/interview.md\`. Who asks and who answers stands at its top.

**The editors:** And if I have a transcript already?

**The manual:** Then let \`npx pressrun import transcript.txt\` make an issue of it, and read what it says
it left out.
`

/** @param date `YYYY-MM-DD` */
export const firstIssue = (date: string): readonly PlacedFile[] => [
  { name: 'issues/first-letter/article.md', content: ARTICLE },
  { name: 'issues/first-letter/interview.md', content: INTERVIEW },
  { name: 'issues/first-letter.yaml', content: YAML(date) },
]
