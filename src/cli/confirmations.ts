// The mails that ask to confirm, as `pressrun serve` sends them: by the publication's relays, in the background. Whose
// mailbox is no more is written down as bounced; nothing that is said here names anybody.

import type { Press } from '../build/press.ts'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import type { Engine } from '../store/engine.ts'
import type { Confirmations } from '../web/subscribe.ts'

/** How long the link in the mail is good for. */
const GOOD_FOR_MS = 72 * 3_600_000
/** More than a write to a busy disk takes. */
const ANSWER_AFTER_MS = 250

export interface ConfirmationMails extends Confirmations {
  /** Waits for those that are under way. */
  settled(): Promise<void>
}

/** Absent where no mail can be sent. @throws PressrunError `config` */
export async function openConfirmations(
  { project, keys }: Press,
  files: Files,
  store: Engine,
  trouble: (sentence: string) => void,
): Promise<ConfirmationMails | undefined> {
  const { announcer } = await import('../circulation/announce.ts')
  const { leave } = await import('../circulation/leaving.ts')
  const { signingKey } = await import('../delivery/signing.ts')
  const { envelopeSender } = await import('../delivery/envelope-sender.ts')
  const { relayTransports } = await import('../delivery/relay-transports.ts')
  const { sendOne } = await import('../delivery/send-one.ts')
  const { confirmMail } = await import('../web/confirm-mail.ts')
  const { openPages } = await import('../web/pages.ts')
  try {
    relayTransports(project)
  } catch (error) {
    if (error instanceof PressrunError) return undefined
    throw error
  }
  const mail = confirmMail({
    project,
    pages: openPages(files, project),
    files,
    dkim: signingKey(project),
    envelopeFrom: envelopeSender(project, keys, 'confirm'),
  })
  const announce = announcer(store, project.webhooks)
  const bounced = (email: string) =>
    leave(
      store,
      {
        ...{ email, lists: project.lists.map(({ slug }) => slug), all: true },
        ...{ as: 'bounced', because: 'mailbox' },
      },
      { source: { way: 'bounce', place: '/subscribe' }, at: Date.now(), announce },
    )
  const ask = async (email: string, lang: string, link: string) => {
    const transports = relayTransports(project).map(({ transport }) => transport)
    const message = await mail(email, lang || project.lang, link, new Date())
    const { accepted, noMailbox, detail } = await sendOne(transports, message)
    if (noMailbox) await bounced(email)
    else if (!accepted) throw new Error(detail)
  }
  const under = new Set<Promise<void>>()
  return {
    goodFor: GOOD_FOR_MS,
    answerAfter: ANSWER_AFTER_MS,
    settled: async () => void (await Promise.all(under)),
    send({ email, lang }, link) {
      const asking = ask(email, lang, link)
        .catch(({ message }: Error) => {
          // A server's answer may hold the address.
          const said = message.split(email).join('…')
          trouble(`a mail that asks to confirm was not sent: ${said}`)
        })
        .finally(() => under.delete(asking))
      under.add(asking)
    },
  }
}
