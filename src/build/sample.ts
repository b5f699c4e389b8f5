// The reader that `build` writes a message for: newsletter.yaml's `sample`, read as a row of a list.

import { subscriberFrom } from '../audience/record.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import { PressrunError } from '../problem.ts'
import { PROJECT_FILE } from '../project/find.ts'
import type { Project } from '../project/project.ts'

/** @throws PressrunError `config` */
export function sampleOf(project: Project): Subscriber {
  const read = subscriberFrom(project.sample)
  if ('reason' in read) {
    throw new PressrunError({
      code: 'config',
      message: `"sample" is no reader: ${read.reason}`,
      mend: 'Give it an e-mail address, and the columns of your list.',
      file: PROJECT_FILE,
    })
  }
  return read.subscriber
}
