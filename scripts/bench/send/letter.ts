// The letter that both contestants send: the sample issue with its images, some 100 kB, and the key that signs it.

import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { keyring } from '../../../src/audience/links.ts'
import type { Subscriber } from '../../../src/audience/subscriber.ts'
import { openPress } from '../../../src/build/press.ts'
import { dkimKey } from '../../../src/message/dkim.ts'
import { type MessageMaker, messageMaker } from '../../../src/message/maker.ts'
import type { RenderedImage } from '../../../src/render/rendered.ts'

const ROOT = join(import.meta.dirname, '../../..')
const ISSUE = 'lima-summit'
export const SELECTOR = 'bench'

export interface Letter {
  readonly maker: MessageMaker
  readonly images: readonly RenderedImage[]
  readonly pem: string
  readonly domain: string
}

export async function letter(): Promise<Letter> {
  const secret = 'for a benchmark and nothing else'
  const { project, render } = openPress(ROOT, { PRESSRUN_SECRET: secret })
  const { rendered } = await render(ISSUE)
  const { privateKey: pem } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const domain = project.from.address.slice(project.from.address.lastIndexOf('@') + 1)
  const maker = messageMaker({
    ...{ project, rendered, keys: keyring([secret]) },
    dkim: dkimKey(domain, SELECTOR, pem),
  })
  return { maker, images: rendered.images, pem, domain }
}

export const reader = (i: number): Subscriber => ({
  email: `reader-${i}@domain-${i % 50}.example`,
  name: `Reader ${i}`,
  firstName: `Reader`,
  lang: 'en',
  tags: [],
  fields: { city: 'Port Ellery' },
})
