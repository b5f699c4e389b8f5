// The web server: on the port that was asked for, or the next one that is free.

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { PressrunError } from '../problem.ts'

export interface Listening {
  readonly port: number
  close(): Promise<void>
}

export const LOOPBACK = '127.0.0.1'
const MOST_TRIES = 50

/** @throws PressrunError `usage` where the address is not this machine's or no port is free. */
export async function listen(app: Hono, host: string, port: number): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  for (let candidate = port; ; candidate++) {
    const problem = await tryPort(server, host, candidate)
    if (!problem) break
    if (problem.code === 'EADDRINUSE' && candidate < port + MOST_TRIES) continue
    throw new PressrunError({
      code: 'usage',
      message: `cannot listen on ${host}:${candidate} (${problem.code ?? problem.message})`,
      mend: 'Name another address with --host, or another port with --port.',
    })
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // Event streams never end by themselves.
        server.closeAllConnections()
      }),
  }
}

function tryPort(
  server: Server,
  host: string,
  port: number,
): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve)
    server.listen(port, host, () => {
      server.off('error', resolve)
      resolve(undefined)
    })
  })
}

export const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/** `host:port`, in lower case: every name under which a server on this address may be asked for. */
export function namesOf(host: string, port: number): ReadonlySet<string> {
  const everywhere = host === '0.0.0.0' || host === '::'
  const names = [
    host,
    ...(isLoopback(host) || everywhere ? ['localhost', LOOPBACK, '::1'] : []),
    ...(everywhere ? [hostname(), ...ownAddresses()] : []),
  ]
  return new Set(names.map((name) => authority(name.toLowerCase(), port)))
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).map(({ address }) => address),
  )
}

/** Browsers leave out port 80. */
function authority(name: string, port: number): string {
  const host = name.includes(':') ? `[${name}]` : name
  return port === 80 ? host : `${host}:${port}`
}

/** Where a browser on this machine finds a server that listens on `host`. */
export function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === 'localhost' ? LOOPBACK : host === '::' ? '::1' : host
  return `http://${authority(name, port)}`
}
