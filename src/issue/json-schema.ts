// The schemas of what people write, as JSON Schema for their editors: `schema/<name>.json`. Made from the same
// zod schemas that read the files; what a pattern cannot say (that a day exists, that a file is there) is left
// to the reading.

import { z } from 'zod'
import { newsletterSchema } from '../project/schema.ts'
import { articleSchema, interviewSchema, issueSchema } from './schema.ts'

const SCHEMAS = {
  newsletter: newsletterSchema,
  issue: issueSchema,
  article: articleSchema,
  interview: interviewSchema,
} as const

/** JSON texts by file name, draft 7: what the YAML language server knows best. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const json = z.toJSONSchema(schema as z.ZodType, { io: 'input', target: 'draft-7' })
      return [`${name}.json`, `${JSON.stringify(json, null, 2)}\n`]
    }),
  )
}
