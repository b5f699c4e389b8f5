// What is said where planning was stopped in the middle.

import { PressrunError } from '../problem.ts'

export const stopped = () =>
  new PressrunError(
    {
      code: 'send',
      message: 'stopped before the plan was whole; nothing was sent',
      mend: 'Run it again: it is planned anew.',
    },
    { exitCode: 1 },
  )
