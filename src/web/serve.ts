// The web server for readers: slow and endless requests end, and a stop waits for what is under way.

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { PressrunError } from '../problem.ts'

export interface Serving {
  readonly port: number
  /** Takes no more, and waits for what is under way, at most `ms` milliseconds. */
  close(ms?: number): Promise<void>
}

export interface Patience {
  /** Until all headers are there; until the whole request is; how often that is looked at. */
  readonly headersMs: number
  readonly requestMs: number
  readonly lookMs: number
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000, lookMs: 2_000 }
const IDLE_MS = 15_000
const STOP_MS = 10_000

/** @throws PressrunError `usage` where the address cannot be listened on */
export async function serveWeb(
  app: Hono,
  host: string,
  port: number,
  { headersMs, requestMs, lookMs }: Patience = PATIENCE,
): Promise<Serving> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: lookMs,
    },
  }) as Server
  server.keepAliveTimeout = IDLE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch((error: NodeJS.ErrnoException) => {
    throw new PressrunError({
      code: 'usage',
      message: `cannot listen on ${host}:${port} (${error.code ?? error.message})`,
      mend: 'Name another address, or another port.',
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: (ms = STOP_MS) =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), ms)
        server.close(() => {
          clearTimeout(late)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}
