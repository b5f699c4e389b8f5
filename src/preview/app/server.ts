// What the page asks of the studio's server, and what it is told unasked.

import type { ShownProblem, StudioEvent } from '../wire.ts'

/** What the server refused, with its reasons. */
export class Refused extends Error {
  readonly problems: readonly ShownProblem[]

  constructor(problems: readonly ShownProblem[]) {
    super(problems[0]?.message ?? 'the studio does not answer')
    this.problems = problems
  }
}

export async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await reach(path, init)
  if (response.ok) return (await response.json()) as Answer
  throw new Refused(await problemsIn(response))
}

export async function askText(path: string, init: RequestInit = {}): Promise<string> {
  const response = await reach(path, init)
  if (response.ok) return response.text()
  throw new Refused(await problemsIn(response))
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    throw new Refused([
      {
        code: 'usage',
        message: 'the studio does not answer',
        mend: 'Start it again with pressrun preview; this page will find it.',
      },
    ])
  }
}

async function problemsIn(response: Response): Promise<readonly ShownProblem[]> {
  const text = await response.text()
  try {
    return (JSON.parse(text) as { problems: readonly ShownProblem[] }).problems
  } catch {
    return [{ code: 'usage', message: text.trim() || `the studio answered ${response.status}` }]
  }
}

const EVENTS: readonly StudioEvent[] = ['hello', 'letter', 'issues', 'readers', 'inbox', 'studio']

/**
 * One stream a visible page: browsers allow only a few to one server, and a hidden page needs none. `hello` comes
 * with every new stream, so that nothing is missed in between.
 */
export function listen(onEvent: (event: StudioEvent, data: string) => void): {
  /** Issues that the page shows from now on. */
  show(slugs: readonly string[]): void
} {
  let stream: EventSource | undefined
  let wanted = ''

  function open(): void {
    stream?.close()
    stream = undefined
    if (document.hidden) return
    stream = new EventSource(`/api/events?${wanted}`)
    for (const name of EVENTS) {
      stream.addEventListener(name, (event) => onEvent(name, (event as MessageEvent<string>).data))
    }
  }

  document.addEventListener('visibilitychange', open)
  return {
    show(slugs) {
      const query = new URLSearchParams(slugs.map((slug) => ['issue', slug])).toString()
      if (query === wanted && stream) return
      wanted = query
      open()
    },
  }
}
