// A proxy that makes a server as far away as one likes: each piece waits for half of the round trip, either way.

import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

const [port, roundTripMs] = process.argv.slice(2).map(Number) as [number, number]

function carry(from: Socket, to: Socket): void {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), roundTripMs / 2))
  from.on('close', () => setTimeout(() => to.destroy(), roundTripMs / 2))
  from.on('error', () => {})
}

const server = createServer((near) => {
  const far = connect(port, '127.0.0.1')
  near.setNoDelay(true)
  far.setNoDelay(true)
  carry(near, far)
  carry(far, near)
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
process.stdin.on('end', () => process.exit()).resume()
