// Who asks in an interview and who answers.

import { describe, expect, it } from 'vitest'
import { interviewOf, speakersAs } from '../project/newsroom.ts'

describe('who asks and who answers', () => {
  const rolesIn = (markdown: string) =>
    interviewOf(markdown).speakers.map(
      ({ name, role }) => `${name} ${role === 'guest' ? 'answers' : 'asks'}`,
    )
  const turns = (...said: string[]) => said.join('\n\n')

  it.each<[string, string, string[]]>([
    [
      'is told by the questions',
      turns('Ana: Fog.', 'Ben: Why?', 'Ana: Water.', 'Ben: Always?'),
      ['Ana answers', 'Ben asks'],
    ],
    [
      'is told by the questions, though the guest asks back once',
      turns(
        'Ana: Why?',
        'Ben: Why not? It is long to tell, and I shall.',
        'Ana: So?',
        'Ben: Water.',
      ),
      ['Ana asks', 'Ben answers'],
    ],
    [
      'is told by who speaks shorter, where both ask',
      turns(
        'Ana: Long is the fog and who knows why it comes at all?',
        'Ben: Why?',
        'Ana: Long is the fog and who knows when it goes?',
        'Ben: When?',
      ),
      ['Ana answers', 'Ben asks'],
    ],
    [
      'is told by who comes first, where all else is equal',
      turns('Ana: Fog.', 'Ben: Fog.', 'Ana: Fog.', 'Ben: Fog.'),
      ['Ana asks', 'Ben answers'],
    ],
    [
      'is told by the letters',
      turns('A: Why me?', 'Q: You were there.', 'A: Was I?', 'Q: You were.'),
      ['A answers', 'Q asks'],
    ],
    [
      'is told by a role',
      turns(
        'Guest: Why me?',
        'Moderator: You were there.',
        'Guest: Was I?',
        'Moderator: You were.',
      ),
      ['Guest answers', 'Moderator asks'],
    ],
    [
      'is told by a role in the name',
      turns(
        'Harbour Post Editor: Good morning.',
        'Ben: Why?',
        'Harbour Post Editor: So.',
        'Ben: Why?',
      ),
      ['Harbour Post Editor asks', 'Ben answers'],
    ],
    [
      'is not told by a role that the guest has',
      turns('Interviewer: Fog.', 'Book Editor: Why?', 'Interviewer: So.', 'Book Editor: Why?'),
      ['Interviewer asks', 'Book Editor answers'],
    ],
    [
      'is told by the questions where both are editors',
      turns('Book Editor: Fog.', 'News Editor: Why?', 'Book Editor: So.', 'News Editor: Why?'),
      ['Book Editor answers', 'News Editor asks'],
    ],
    [
      'may be two and one',
      turns(
        'Ana: Why?',
        'Ben: Is it cold?',
        'Cyd: It is a long story, and it begins in March.',
        'Ana: When?',
        'Cyd: In March, as I said, when nobody looked.',
        'Ben: And then?',
      ),
      ['Ana asks', 'Ben asks', 'Cyd answers'],
    ],
    [
      'may be one and two',
      turns(
        'Ana: Why?',
        'Ben: A long story of the sea.',
        'Cyd: A long story of the land.',
        'Ana: When?',
        'Ben: A long story of March.',
        'Cyd: Is it?',
      ),
      ['Ana asks', 'Ben answers', 'Cyd answers'],
    ],
    [
      'is not told by a question mark inside a web address',
      turns(
        'Ana: See https://a.example/?b=c for more.',
        'Ben: When?',
        'Ana: See https://a.example/?b=c too.',
        'Ben: Why?',
      ),
      ['Ana answers', 'Ben asks'],
    ],
  ])('%s', (_, markdown, expected) => {
    expect(rolesIn(markdown)).toEqual(expected)
  })

  it('can be said, against all appearances', () => {
    const markdown = speakersAs(
      '  - name: Ana\n    role: guest\n  - name: Ben\n    role: interviewer',
      turns('Ana: Why?', 'Ben: It is so.', 'Ana: When?', 'Ben: In March.'),
    )
    expect(rolesIn(markdown)).toEqual(['Ana answers', 'Ben asks'])
  })

  it.each([
    ['guest', 'Ben', ['Ana asks', 'Ben answers']],
    ['interviewer', 'Ben', ['Ana answers', 'Ben asks']],
  ])('can be said of one: a %s', (role, name, expected) => {
    const markdown = speakersAs(
      `  - name: ${name}\n    role: ${role}`,
      turns('Ana: Fog.', 'Ben: Fog.', 'Ana: Fog.', 'Ben: Fog.'),
    )
    expect(rolesIn(markdown)).toEqual(expected)
  })
})
