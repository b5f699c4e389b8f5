// Batches as jobs of pg-boss, in the same database: a job is made in the transaction that lets its rows be claimed, so
// that neither is there without the other. A queue for each send. Whatever becomes of a job, rows are claimed one by one
// under their attempt numbers: a batch that is given out twice is claimed once.

import { PgBoss } from 'pg-boss'
import type { Batch, Batches } from '../batches.ts'
import type { Connection, Session } from './connection.ts'
import { lockKey } from './lock.ts'

/** In the database, beside our tables. */
const SCHEMA = 'pressrun_jobs'
/** A batch whose worker was not heard of for so long is another's. It is kept every few seconds. */
const HEARTBEAT_SECONDS = 15
/** Rows in a batch: few enough to share evenly, and no more jobs than can be overseen. */
const ROWS = { fewest: 100, most: 2_000, jobs: 200 }

const queueOf = (sendId: number) => `send-${sendId}`

export async function postgresBatches(connection: Connection): Promise<Batches> {
  const boss = new PgBoss({
    db: overSession({ query: connection.script }),
    schema: SCHEMA,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    monitorVacuum: false,
    reindex: false,
  })
  // It looks after its jobs by itself, and tries again where the database is away.
  boss.on('error', () => {})
  // One at a time: it makes its tables, or brings them up to date.
  const session = await connection.alone()
  try {
    const parameters = [lockKey('jobs')]
    await session.query({ sql: 'select pg_advisory_lock($1::bigint)', parameters })
    await boss.start()
  } finally {
    await session.end()
  }
  return {
    async make(sendId, also) {
      const queue = queueOf(sendId)
      if (!(await boss.getQueue(queue)))
        await boss.createQueue(queue, {
          ...{ heartbeatSeconds: HEARTBEAT_SECONDS, expireInSeconds: 43_200 },
          ...{ retryLimit: 10_000, retryDelay: 0, retentionSeconds: 2_592_000 },
          ...{ deleteAfterSeconds: 86_400 },
        })
      return connection.atomically('repeatable read', async (session) => {
        const batches = await ranges(session, sendId)
        const jobs = batches.map((data) => ({ data }))
        if (jobs.length > 0) await boss.insert(queue, jobs, { db: overSession(session) })
        for (const query of also) await session.query(query)
        return batches.length
      })
    },
    async hasOpen(sendId) {
      const queue = queueOf(sendId)
      if (!(await boss.getQueue(queue))) return false
      return (await boss.findJobs(queue, { queued: true, limit: 1 })).length > 0
    },
    async take(sendId) {
      const [job] = await boss.fetch<{ from: number; to: number }>(queueOf(sendId))
      return job && { job: job.id, ...job.data }
    },
    keep: async (sendId, { job }) => void (await boss.touch(queueOf(sendId), job)),
    end: async (sendId, { job }) => void (await boss.complete(queueOf(sendId), job)),
    giveBack: async (sendId, { job }) => void (await boss.fail(queueOf(sendId), job)),
    close: () => boss.stop({ graceful: false, close: false }),
  }
}

async function ranges({ query }: Session, sendId: number): Promise<readonly Omit<Batch, 'job'>[]> {
  const due = `from deliveries
    where send_id = $1 and next_attempt_at = 0`
  const { rows } = await query<{ count: number }>({
    sql: `select count(*) as count ${due}`,
    parameters: [sendId],
  })
  const even = Math.ceil((rows[0]?.count ?? 0) / ROWS.jobs)
  const size = Math.min(ROWS.most, Math.max(ROWS.fewest, even))
  const found = await query<{ from: number; to: number }>({
    sql: `select min(id) as "from", max(id) as "to"
          from (select id, (row_number() over (order by id) - 1) / $2::integer as batch ${due}) as row
          group by batch order by batch`,
    parameters: [sendId, size],
  })
  return found.rows
}

/** What pg-boss asks the database through. */
const overSession = ({ query }: Session) => ({
  async executeSql(sql: string, parameters: unknown[] = []) {
    const { rows } = await query({ sql, parameters })
    return { rows: [...rows] }
  },
})
