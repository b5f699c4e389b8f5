// A mail server that takes everything and keeps nothing, as cheaply as it can: it only looks for the end of a
// message. Used where Postfix's smtp-sink is not installed. With a delay each piece takes so long either way.

import { type AddressInfo, createServer } from 'node:net'

const END = Buffer.from('\r\n.\r\n')

const server = createServer((socket) => {
  let inBody = false
  let tail = Buffer.alloc(0)
  socket.setNoDelay(true)
  socket.on('error', () => {})
  socket.write('220 sink ESMTP\r\n')
  socket.on('data', (chunk: Buffer) => {
    let data = Buffer.concat([tail, chunk])
    tail = Buffer.alloc(0)
    while (data.length > 0) {
      if (inBody) {
        const end = data.indexOf(END)
        if (end < 0) {
          tail = data.subarray(-4)
          return
        }
        inBody = false
        data = data.subarray(end + END.length)
        socket.write('250 2.0.0 taken\r\n')
        continue
      }
      const end = data.indexOf('\r\n')
      if (end < 0) {
        tail = data
        return
      }
      const line = data.subarray(0, end).toString('latin1')
      data = data.subarray(end + 2)
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'EHLO')
        socket.write('250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE\r\n')
      else if (verb === 'DATA') {
        inBody = true
        socket.write('354 go on\r\n')
      } else if (verb === 'QUIT') socket.end('221 bye\r\n')
      else socket.write('250 2.0.0 ok\r\n')
    }
  })
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
process.stdin.on('end', () => process.exit()).resume()
