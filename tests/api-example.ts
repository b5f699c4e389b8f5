// What docs/api.md shows; tests/api.test.ts holds the two together and runs it.

import { join } from 'node:path'
import {
  applyPlan,
  check,
  envelopeSender,
  findProject,
  letterParts,
  messageMaker,
  openPress,
  openStore,
  outboxTransport,
  planSend,
  readList,
  signingKey,
  steadyClock,
} from '../src/index.ts'

const root = findProject(process.cwd())
const press = openPress(root, process.env)
const { project, keys } = press

// issues/lima-summit.yaml → the letter for all readers
const { issue, rendered } = await press.render('lima-summit')
for (const { level, message } of await check({ ...press, issue, rendered, now: Date.now() })) {
  console.log(level, message)
}

// the letter × one reader → the bytes of a message
const maker = messageMaker({
  project,
  rendered,
  keys,
  dkim: signingKey(project),
  envelopeFrom: envelopeSender(project, keys, issue.slug),
})

// the list → a plan in the ledger → messages on their way
const list = 'subscribers/sample.csv'
const clock = steadyClock()
const store = await openStore(project, 'write')
try {
  const plan = await planSend({
    store,
    clock,
    issue: issue.slug,
    sender: project.from.address,
    parts: { ...letterParts(rendered), list },
    list: readList(join(root, list), list),
  })
  console.log(`${plan.toSend} readers`)
  const { counts } = await applyPlan({
    store,
    clock,
    issue: issue.slug,
    agreed: plan,
    make: (subscriber) => maker.make(subscriber, new Date()),
    relays: [{ weight: 1, transport: outboxTransport(join(root, 'outbox')) }],
    limits: { ...project.limits, perSecond: 1_000 },
    random: Math.random,
    stop: AbortSignal.timeout(60_000),
  })
  console.log(`${counts.states.accepted} written to outbox/`)
} finally {
  await store.close()
}
