// Readers as JSON, written by the database: whole, as the ledger keeps them, or what somebody asks for. All SQL here is
// of a row `s` of subscribers, and of `since`, when they joined the list.

import type { ProfileColumn, ProfileRequest } from '../freeze.ts'

const JOINED = `to_char(to_timestamp(since / 1000.0) at time zone 'UTC', 'YYYY-MM-DD')`

/** The day they joined is one of their fields; a field of that name goes first. */
const FIELDS = `'{"joined":"' || ${JOINED} || '"' ||
      case when s.fields = '{}' then '}' else ',' || substr(s.fields, 2) end`

/** The receiving domain. */
export const DOMAIN = `substr(s.email, length(s.email) - strpos(reverse(s.email), '@') + 2)`

const NAME = `'"name":' || to_json(s.name)::text`
const FIRST_NAME = `'"firstName":' || to_json(s.first_name)::text`
const LANG = `'"lang":' || to_json(s.lang)::text`
const TAGS = `'"tags":' || s.tags`

/** What a reader has, as a plan from a file writes it: what is empty takes no room. */
export const FROZEN = `'{' || concat_ws(',',
    case when s.name <> '' then ${NAME} end,
    case when s.first_name <> '' then ${FIRST_NAME} end,
    case when s.lang <> '' then ${LANG} end,
    case when s.tags <> '[]' then ${TAGS} end,
    '"fields":' || ${FIELDS}) || '}'`

const COLUMNS: Readonly<Record<ProfileColumn, string>> = {
  email: `'"email":' || to_json(s.email)::text`,
  domain: `'"email":' || to_json('@' || ${DOMAIN})::text`,
  name: NAME,
  first_name: FIRST_NAME,
  lang: LANG,
  tags: TAGS,
}

/** @param value takes a parameter of the statement, and says what to write for it. */
export function profileOf(
  { columns, fields }: Pick<ProfileRequest, 'columns' | 'fields'>,
  value: (parameter: string) => string,
): string {
  const members = columns
    .filter((name) => name !== 'domain' || !columns.includes('email'))
    .map((name) => COLUMNS[name])
  if (fields.length > 0) members.push(`'"fields":' || ${fieldsOf(fields, value)}`)
  return `'{' || concat_ws(',', ${['null', ...members].join(', ')}) || '}'`
}

/**
 * What a reader has not is null, which is as empty. Postgres takes no JSON apart in which a sign is escaped that it does
 * not keep, such as NUL: the fields of those few readers come whole.
 */
function fieldsOf(fields: readonly string[], value: (parameter: string) => string): string {
  const members = fields.map((name) => {
    const absent = name === 'joined' ? `'"' || ${JOINED} || '"'` : `'null'`
    const member = `coalesce((s.fields::json -> ${value(name)}::text)::text, ${absent})`
    return `${value(`${JSON.stringify(name)}:`)}::text || ${member}`
  })
  return `case when strpos(s.fields, '\\u') > 0 then ${FIELDS}
      else '{' || concat_ws(',', ${members.join(', ')}) || '}' end`
}
