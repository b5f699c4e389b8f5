// A plan as it is shown: each of those left out on a line of their own, whatever their row holds.

import { expect, it } from 'vitest'
import { planText } from '../../src/cli/plan-text.ts'
import type { Plan } from '../../src/delivery/plan.ts'
import type { Project } from '../../src/project/project.ts'

it('lets no row of a list break a line or draw on the terminal', () => {
  const none = { unsubscribed: 0, suppressed: 0, duplicate: 0, already: 0, filter: 0, limit: 0 }
  const plan = {
    ...{ issue: 'hello', sender: 'a@b.example', toSend: 0, some: [], started: false },
    counts: { states: {}, excluded: { ...none, address: 1 } },
  } as unknown as Plan
  const lines = planText({
    ...{ plan, project: {} as Project, limits: {} as never, title: 'Hello', list: 'l.csv' },
    ...{ subject: '', bytes: 0 },
    left: [
      { line: 9, email: 'in@example.com,two\r\nlines\u001b[2J', reason: 'address', detail: 'bad' },
    ],
  })
  expect(lines.at(-1)).toBe('           l.csv:9  in@example.com,two\ufffd lines\ufffd[2J  bad')
})
