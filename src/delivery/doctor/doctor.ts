// Looks at all that letters need to arrive: what is configured, whom they are handed to, what DNS says of the
// sender. Sends nothing. What needs no network is looked at without one.

import { PressrunError } from '../../problem.ts'
import type { Project } from '../../project/project.ts'
import { relayTarget, type Target } from '../relay-target.ts'
import { transportTo } from '../relay-transports.ts'
import { isLoopback } from '../smtp/server.ts'
import type { Timeouts } from '../smtp/timeouts.ts'
import { type Diagnosis, found } from './diagnosis.ts'
import { examineKey, examineRecord } from './dkim.ts'
import { examineDmarc } from './dmarc.ts'
import { DnsSilent, type Resolver } from './dns.ts'
import { examineSpf } from './spf.ts'
import { examineStore } from './store.ts'
import { examineMx, examineReverse } from './ways.ts'

export interface DoctorMeans {
  /** Absent: no network is used at all. */
  readonly dns?: Resolver
  readonly timeouts?: Partial<Timeouts>
}

/** A person waits. */
const PATIENCE = { connect: 15_000, greeting: 30_000, command: 30_000 }

/** One thing after the other, in the order in which they are to be mended. */
export async function* examine(
  project: Project,
  { dns, timeouts = PATIENCE }: DoctorMeans,
): AsyncGenerator<Diagnosis> {
  yield* examineConfiguration(project)
  const store = await examineStore(project, dns !== undefined)
  if (store) yield store
  const { diagnosis, signer } = examineKey(project)
  yield diagnosis
  const hosts: string[] = []
  for (const relay of project.relays) {
    const { target, diagnosis } = targetOrWhyNot(project, relay)
    if (target?.kind === 'smtp') hosts.push(target.server.host)
    if (diagnosis) yield diagnosis
    else if (target) yield await examineRelay(project, relay.name, target, dns && timeouts)
  }
  if (!dns) return
  const from = domainOf(project.from.address)
  const sender = domainOf(project.envelopeSender ?? project.from.address)
  const replies = domainOf((project.replyTo ?? project.from).address)
  const identities = { from, spf: sender, ...(signer ? { dkim: signer.domain } : {}) }
  // All at once: a network without DNS is silent for a while each time.
  const pending = [
    answered('SPF', examineSpf(sender, hosts, dns)),
    ...(signer ? [answered('DKIM record', examineRecord(signer, dns))] : []),
    answered('DMARC', examineDmarc(identities, dns)),
    answered('MX', examineMx(replies, 'replies', dns)),
    ...(sender === replies ? [] : [answered('MX', examineMx(sender, 'bounces', dns))]),
    ...[...new Set(hosts)].map((host) => answered('reverse DNS', examineReverse(host, dns))),
  ]
  for (const one of pending) {
    const diagnosis = await one
    if (diagnosis) yield diagnosis
  }
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

async function answered(
  about: string,
  diagnosis: Promise<Diagnosis | undefined>,
): Promise<Diagnosis | undefined> {
  try {
    return await diagnosis
  } catch (error) {
    if (!(error instanceof DnsSilent)) throw error
    return found(about).unknown(`DNS does not answer (${error.message})`)
  }
}

function* examineConfiguration({ secrets, url }: Project): Generator<Diagnosis> {
  const secret = found('secret')
  yield secrets.secret === undefined
    ? secret.error(
        'PRESSRUN_SECRET is not set, and without it nobody could unsubscribe',
        'Put it into .env; make one with: openssl rand -base64 32',
      )
    : secret.ok('PRESSRUN_SECRET is set')
  const links = found('links')
  const { protocol, hostname } = new URL(url)
  if (isLoopback(hostname))
    yield links.warning(
      `links in letters lead to ${url}, where no reader comes`,
      'Write the public address as url in newsletter.yaml.',
    )
  else if (protocol !== 'https:')
    yield links.error(
      `the link to unsubscribe is ${protocol}//, and one click works with https alone (RFC 8058)`,
      'Write url: https://… in newsletter.yaml.',
    )
  else yield links.ok(`links in letters lead to ${url}`)
}

function targetOrWhyNot(
  project: Project,
  relay: Project['relays'][number],
): { target?: Target; diagnosis?: Diagnosis } {
  try {
    return { target: relayTarget(relay, project) }
  } catch (error) {
    return { diagnosis: configurationError(relay.name, error) }
  }
}

function configurationError(name: string, error: unknown): Diagnosis {
  if (!(error instanceof PressrunError)) throw error
  const [problem] = error.problems
  return found(`relay ${name}`).error(
    problem?.message ?? error.message,
    problem?.mend ?? 'Correct it.',
  )
}

/** @param timeouts absent: nobody is asked. */
async function examineRelay(
  project: Project,
  name: string,
  target: Target,
  timeouts: Partial<Timeouts> | undefined,
): Promise<Diagnosis> {
  const relay = found(`relay ${name}`)
  let detail: string
  try {
    const transport = transportTo(target, name, project, timeouts ?? {})
    if (!timeouts && (target.kind === 'smtp' || target.kind === 'ses'))
      return relay.unknown('configured, and not asked')
    const { ok, detail: said } = await transport.verify()
    await transport.close()
    if (!ok) return relay.error(said, MENDS[target.kind])
    detail = said
  } catch (error) {
    return configurationError(name, error)
  }
  if (target.kind === 'smtp') {
    const { encryption, verify, host } = target.server
    if (encryption === 'off' && !isLoopback(host))
      return relay.warning(`${detail}; everybody on the way can read`, 'Remove tls=off.')
    if (!verify && !isLoopback(host))
      return relay.warning(
        `${detail}; nobody knows whose server it is`,
        'Remove tls=unverified, or name its certificate with ca=.',
      )
  }
  return relay.ok(detail)
}

const MENDS: Record<Target['kind'], string> = {
  smtp: 'Check host, port, user and password in its address.',
  ses: 'Check the region and the credentials.',
  sendmail: 'Install a mail server such as Postfix, or name the program.',
  outbox: 'Choose another folder.',
}
