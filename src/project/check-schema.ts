// What newsletter.yaml may say under `checks:`.

import { z } from 'zod'
import { CLIENT_NAMES, LEVELS, RULE_IDS, type RuleId } from './check-names.ts'
import { line } from './fields.ts'

const level = z
  .enum(LEVELS)
  .describe('How bad it is to you: error, warning, note, or off.')
  .optional()

const parameters = (description: string) =>
  z.array(line('Its name; * stands for anything: utm_*.')).describe(description).optional()

export const checks = z.strictObject({
  clients: z
    .array(z.enum(CLIENT_NAMES))
    .min(1)
    .describe(
      'Mail clients that your readers use: gmail, outlook.windows, apple-mail.ios and others.',
    )
    .optional(),
  words: z
    .array(line('A word as you write it.'))
    .describe('Words that are spelt right though no dictionary has them.')
    .optional(),
  'words-file': line('More such words, one a line: a text file.').optional(),
  tracking: z
    .strictObject({
      forbid: parameters('Parameters that no link may carry.'),
      require: parameters('Parameters that every link to a web page must carry.'),
    })
    .describe('What links may tell of your readers.')
    .optional(),
  ...(Object.fromEntries(RULE_IDS.map((id) => [id, level])) as Record<RuleId, typeof level>),
})
