// Somebody who is introduced and then never speaks: a name that is spelt otherwise in the turns, most often.

import { closestMatch } from 'leven'
import { openPiece } from '../../issue/piece-file.ts'
import { interviewAliases, interviewSchema } from '../../issue/schema.ts'
import { interviewsOf } from '../passages.ts'
import type { Rule } from '../rule.ts'

export const silentSpeaker: Rule = {
  id: 'silent-speaker',
  level: 'warning',
  about: 'Everybody whom an interview introduces has a turn.',
  check(letter) {
    return interviewsOf(letter.issue).flatMap((interview) => {
      const { matter, yaml } = openPiece(
        letter.files,
        interview.file,
        interviewSchema,
        interviewAliases,
      )
      const speaking = interview.speakers.map(({ name }) => name)
      return (matter.speakers ?? []).flatMap(({ name }, index) => {
        if (speaking.includes(name)) return []
        const near = closestMatch(name, speaking, { maxDistance: 3 })
        return [
          {
            message: `${name} is introduced and never speaks`,
            mend:
              near === undefined
                ? 'Take the speaker out, or begin a turn with the name.'
                : `Somebody called ${near} does: write the name the same in both places.`,
            ...yaml.placeOf(['speakers', index, 'name']),
          },
        ]
      })
    })
  },
}
