// DKIM: whether there is a key, nobody else can read it, and DNS holds its public half.

import { statSync } from 'node:fs'
import type { DkimKey, dkimKey } from '../../message/dkim.ts'
import { dkimName, dkimRecord } from '../../message/dkim-record.ts'
import { PressrunError } from '../../problem.ts'
import type { Project } from '../../project/project.ts'
import { signingKey, signingKeyFile } from '../signing.ts'
import { type Diagnosis, found } from './diagnosis.ts'
import { type Resolver, tagsOf } from './dns.ts'

const key = found('DKIM key')

/** @returns what there is to say of the key on this machine, and the key where it can be used. */
export function examineKey(project: Pick<Project, 'root' | 'dkim' | 'secrets'>): {
  readonly diagnosis: Diagnosis
  readonly signer?: DkimKey
} {
  let signer: DkimKey | undefined
  try {
    signer = signingKey(project)
  } catch (error) {
    if (!(error instanceof PressrunError)) throw error
    const [problem] = error.problems
    const message = problem?.file ? `${problem.message} (${problem.file})` : error.message
    return { diagnosis: key.error(message, problem?.mend ?? 'Make one with: pressrun dkim') }
  }
  if (!signer)
    return {
      diagnosis: key.warning(
        'letters are not signed by Pressrun',
        'Make a key with: pressrun dkim. Where your provider signs for your domain, none is needed.',
      ),
    }
  const file = signingKeyFile(project)
  const bits = signer.key.asymmetricKeyDetails?.modulusLength
  if (file !== undefined && process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    return {
      signer,
      diagnosis: key.warning(`others on this machine can read ${file}`, `Run: chmod 600 ${file}`),
    }
  return { signer, diagnosis: key.ok(`RSA, ${bits} bits, ${file ?? 'from the environment'}`) }
}

export async function examineRecord(
  { domain, selector, key: privateKey }: ReturnType<typeof dkimKey>,
  dns: Resolver,
): Promise<Diagnosis> {
  const record = found('DKIM record')
  const name = dkimName(domain, selector)
  const records = await dns.txt(name)
  const [text] = records
  const mend = 'See the record with: pressrun dkim --show'
  if (text === undefined) return record.error(`there is none at ${name}`, mend)
  if (records.length > 1)
    return record.error(
      `there are ${records.length} at ${name}, and so none counts`,
      'Remove all but one.',
    )
  const tags = tagsOf(text)
  const published = tags.get('p')?.replace(/\s+/g, '')
  if (published === undefined) return record.error(`what is at ${name} holds no key`, mend)
  if (published === '')
    return record.error(
      `the key at ${name} has been withdrawn`,
      'Make one with another --selector.',
    )
  const ours = tagsOf(dkimRecord(domain, selector, privateKey).value).get('p')
  if (published !== ours) return record.error(`the key at ${name} is another one than ours`, mend)
  if (/(?:^|:)y(?::|$)/.test(tags.get('t')?.toLowerCase() ?? ''))
    return record.warning(`the one at ${name} is marked as a test`, 'Remove t=y from it.')
  return record.ok(`${name} holds our key`)
}
