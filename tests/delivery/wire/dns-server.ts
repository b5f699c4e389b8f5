// A DNS server on a free UDP port of this machine: answers from a table, in DNS's own octets (RFC 1035).

import { createSocket, type Socket } from 'node:dgram'
import { onTestFinished } from 'vitest'

export interface Zone {
  readonly txt?: Record<string, readonly string[]>
  /** Best first. */
  readonly mx?: Record<string, readonly string[]>
  readonly a?: Record<string, readonly string[]>
  readonly ptr?: Record<string, readonly string[]>
}

const TYPES: Record<number, keyof Zone> = { 1: 'a', 12: 'ptr', 15: 'mx', 16: 'txt' }
const NAME_ERROR = 3

/** @returns its address: `127.0.0.1:40053`. */
export async function dnsServer(zone: Zone): Promise<string> {
  const socket: Socket = createSocket('udp4')
  socket.on('message', (question, peer) => {
    socket.send(answer(question, zone), peer.port, peer.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    socket.close()
  })
  return `127.0.0.1:${socket.address().port}`
}

function answer(question: Buffer, zone: Zone): Buffer {
  let at = 12
  const labels: string[] = []
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const end = at + 5
  const name = labels.join('.').toLowerCase()
  const type = TYPES[question.readUInt16BE(at + 1)]
  const records = (type && zone[type]?.[name]) ?? []
  const known = Object.values(zone).some((table) => table[name] !== undefined)
  const header = Buffer.alloc(12)
  question.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8180 | (known ? 0 : NAME_ERROR), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  return Buffer.concat([
    header,
    question.subarray(12, end),
    ...records.map((record, index) => resource(type as keyof Zone, record, index)),
  ])
}

function resource(type: keyof Zone, record: string, index: number): Buffer {
  const number = Number(Object.entries(TYPES).find(([, name]) => name === type)?.[0])
  const data = DATA[type](record, index)
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0) // the name that was asked for
  head.writeUInt16BE(number, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(60, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

const DATA: Record<keyof Zone, (record: string, index: number) => Buffer> = {
  a: (address) => Buffer.from(address.split('.').map(Number)),
  ptr: nameOctets,
  mx: (host, index) => Buffer.concat([Buffer.from([0, 10 + index]), nameOctets(host)]),
  txt: (text) =>
    Buffer.concat(
      (text.match(/.{1,255}/gs) ?? ['']).map((part) =>
        Buffer.concat([Buffer.of(part.length), Buffer.from(part, 'latin1')]),
      ),
    ),
}

function nameOctets(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '')
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)])),
    Buffer.of(0),
  ])
}
