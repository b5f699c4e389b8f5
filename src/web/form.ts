// What a form says, however a browser or a mail program writes it. Files are nothing that anybody is asked for.

import type { Context } from 'hono'

/** Empty for what is no form. */
export async function formOf(c: Context): Promise<URLSearchParams> {
  const type = c.req.header('content-type') ?? ''
  if (!type.startsWith('multipart/form-data')) {
    return new URLSearchParams(await c.req.text())
  }
  const parts = await c.req.parseBody({ all: true }).catch(() => ({}))
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(parts))
    for (const one of [value].flat()) if (typeof one === 'string') form.append(name, one)
  return form
}
