import { describe, expect, it } from 'vitest'
import { listIssues } from '../../src/issue/find.ts'
import { projectFiles } from '../../src/project/files.ts'
import { REPOSITORY, sampleProject } from '../build/project.ts'
import { checked } from './letter.ts'

const LIST = `email,name,city,tags
mina.calder@example.com,Mina Calder,Port Ellery,member
no.name@example.com,,,
${'long'.repeat(12)}@example.com,${'아주긴이름을가진독자'.repeat(6)},Ciudad de México,member|founder
`

describe('the sample publication', () => {
  for (const slug of listIssues(projectFiles(REPOSITORY))) {
    it(`has nothing wrong or worth a look, for any reader: ${slug}`, async () => {
      const root = sampleProject()
      expect(await checked(root, {}, slug)).toEqual([])
      expect(await checked(root, { list: LIST }, slug)).toEqual([])
    })
  }
})
