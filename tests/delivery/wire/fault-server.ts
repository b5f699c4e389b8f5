// A mail server that does as it is told at each command: answers, closes, hangs, resets, says something odd.
// Written over node:net, so that every octet of it is known; it keeps what it was told and what it took.

import net, { type AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** `connect`, the verb of a command, `body` (its first octets have come) or `dot`. */
export type Moment = string

/** Text is sent as it stands; a function does what it likes. */
export type Action = string | 'close' | 'hang' | 'reset' | ((socket: net.Socket) => void)

export interface Told {
  readonly moment: Moment
  /** The line as it came. */
  readonly line: string
  /** How often this moment came, on any connection, this time included. */
  readonly count: number
  /** Which connection, from 1. */
  readonly connection: number
  /** The reader named last. */
  readonly rcpt: string
}

/** undefined: as any server would. */
export type Script = (told: Told) => Action | undefined

export interface Taken {
  readonly rcpt: string
  /** The line with MAIL. */
  readonly mail: string
  /** What a server makes of the octets that came. */
  readonly bytes: Buffer
}

export interface FaultServer {
  readonly port: number
  readonly url: string
  /** Every line of every connection. */
  readonly lines: string[]
  readonly taken: Taken[]
  /** Octets that came after DATA was answered with 354, whether or not the dot came. */
  bodyOctets: number
  connections: number
}

/** @param offers the lines of the reply to EHLO after the first. */
export async function faultServer(
  script: Script = () => undefined,
  offers: readonly string[] = [],
): Promise<FaultServer> {
  const sockets = new Set<net.Socket>()
  const counts = new Map<Moment, number>()
  const listener = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    converse(socket, server, script, counts, offers)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise<void>((resolve) => listener.close(() => resolve()))
  })
  const { port } = listener.address() as AddressInfo
  const url = `smtp://127.0.0.1:${port}`
  const server: FaultServer = { port, url, lines: [], taken: [], bodyOctets: 0, connections: 0 }
  return server
}

function converse(
  socket: net.Socket,
  server: FaultServer,
  script: Script,
  counts: Map<Moment, number>,
  offers: readonly string[],
): void {
  const connection = ++server.connections
  let waiting: Buffer = Buffer.alloc(0)
  let pieces: Buffer[] = []
  let mode: 'commands' | 'body' | 'deaf' = 'commands'
  let mail = ''
  let rcpt = ''
  /** What was granted in this transaction. */
  const granted = new Set<string>()

  /** @returns what was said, where it was said in words. */
  function react(moment: Moment, line: string, usual: string): string {
    const count = (counts.get(moment) ?? 0) + 1
    counts.set(moment, count)
    const action = script({ moment, line, count, connection, rcpt }) ?? usual
    if (typeof action === 'function') action(socket)
    else if (action === 'close') socket.end()
    else if (action === 'reset') socket.resetAndDestroy()
    else if (action !== 'hang') {
      if (action !== '') socket.write(action, 'latin1')
      return action
    }
    if (typeof action !== 'function') mode = 'deaf'
    return ''
  }

  function usual(verb: string): string {
    const ehlo = ['here', ...offers]
    const replies: Record<string, string> = {
      EHLO: ehlo.map((text, at) => `250${at === offers.length ? ' ' : '-'}${text}\r\n`).join(''),
      HELO: '250 here\r\n',
      MAIL: '250 2.1.0 ok\r\n',
      RCPT: granted.has('MAIL') ? '250 2.1.5 ok\r\n' : '503 5.5.1 MAIL first\r\n',
      RSET: '250 2.0.0 ok\r\n',
      DATA: granted.has('RCPT') ? '354 go on\r\n' : '554 5.5.1 nobody to send it to\r\n',
      QUIT: '221 bye\r\n',
    }
    return replies[verb] ?? '500 what?\r\n'
  }

  function command(): boolean {
    const end = waiting.indexOf('\r\n')
    if (end < 0) return false
    const line = waiting.subarray(0, end).toString()
    waiting = waiting.subarray(end + 2)
    server.lines.push(line)
    const verb = (line.split(' ')[0] as string).toUpperCase()
    if (verb === 'MAIL') mail = line
    if (verb === 'RCPT') rcpt = /<(.*)>/.exec(line)?.[1] ?? ''
    const said = react(verb, line, usual(verb))
    if (verb === 'RSET' || verb === 'EHLO') granted.clear()
    else if (said.startsWith('2')) granted.add(verb)
    if (verb === 'DATA' && /(^|\n)354/.test(said)) {
      mode = 'body'
      server.bodyOctets += waiting.length
      pieces = [waiting]
      waiting = Buffer.alloc(0)
    }
    if (verb === 'QUIT') socket.end()
    return true
  }

  /** Nothing is said to a server between the final dot and its reply: the dot is the last that comes. */
  function body(): boolean {
    const last = [Buffer.from('\r\n'), ...pieces.slice(-5)].map((piece) => piece.subarray(-5))
    const tail = Buffer.concat(last).subarray(-5)
    if (tail.toString('latin1') !== '\r\n.\r\n') return false
    const wire = Buffer.concat(pieces).subarray(0, -3)
    pieces = []
    mode = 'commands'
    granted.clear()
    const said = react('dot', '.', '250 2.0.0 taken\r\n')
    if (said.startsWith('2')) server.taken.push({ rcpt, mail, bytes: unstuffed(wire) })
    return true
  }

  socket.setNoDelay(true)
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => {
    if (mode === 'body') {
      react('body', '', '')
      server.bodyOctets += chunk.length
      pieces.push(chunk)
    } else waiting = Buffer.concat([waiting, chunk])
    while (mode === 'deaf' ? false : mode === 'body' ? body() : command());
  })
  react('connect', '', '220 here\r\n')
}

/** RFC 5321 section 4.5.2: the first dot of a line goes. */
const unstuffed = (wire: Buffer): Buffer =>
  Buffer.from(wire.toString('latin1').replace(/^\./, '').replace(/\n\./g, '\n'), 'latin1')
