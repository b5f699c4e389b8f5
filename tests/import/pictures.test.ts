// Pictures of a page: fetched, named after what they show, or named as left out; never from outside the source's folder.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it, onTestFinished } from 'vitest'
import { readBeside, readNamed } from '../../src/cli/import-files.ts'
import { gatherImport } from '../../src/import/gather.ts'
import { fetchBounded } from '../../src/import/net/fetch.ts'

const PROSE =
  'The tide came in and went out again, as it does, and nobody looked up from the nets. '
const drawn = (format: 'png' | 'jpeg' | 'avif', width = 80) =>
  sharp({ create: { width, height: 60, channels: 3, background: '#27496d' } })
    .toFormat(format)
    .toBuffer()

async function gathered(source: string, cwd: string) {
  return gatherImport(
    [{ source }],
    { date: '2024-11-18', slug: 'nets' },
    {
      read: (name) => readNamed(name, cwd),
      beside: (name, path) => readBeside(name, path, cwd),
      fetch: (url, limits) =>
        fetchBounded(url, limits, { allows: (address) => address === '127.0.0.1' }),
    },
  )
}

const names = (files: readonly { name: string }[]) =>
  files
    .map(({ name }) => name.replace('issues/nets/', ''))
    .filter((name) => /\.(?:png|jpg|gif|webp|avif|svg)$/.test(name))

it('of a page on the web are fetched, the first to the top; the others stand in their places', async () => {
  const pictures: Record<string, [string, Buffer]> = {
    '/img/quay-at-dusk-1200x800.jpg': ['image/jpeg', await drawn('jpeg')],
    '/img/IMG_2031.png': ['image/png', await drawn('png')],
    '/img/map.avif': ['image/avif', await drawn('avif')],
    '/img/line.png': ['image/png', await drawn('png', 2)],
    '/img/logo.svg': [
      'image/svg+xml',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"/>'),
    ],
    '/img/broken.png': ['image/png', Buffer.from('no picture')],
  }
  const page = `<html lang="en"><head><title>Nets</title><meta property="og:image" content="/img/quay-at-dusk-1200x800.jpg"></head><body><article><h1>Nets</h1>
    <figure><img src="/img/quay-at-dusk-800x600.jpg" alt="The quay"><figcaption>The quay, at dusk. Photo: Ivo Brandt</figcaption></figure>
    <p>${PROSE.repeat(3)}</p><img src="/img/IMG_2031.png" alt="A net maker"><p>${PROSE.repeat(3)}</p><img src="/img/map.avif"><p>${PROSE.repeat(3)}</p>
    <p>${PROSE}</p><img src="/img/line.png"><img src="/img/logo.svg"><img src="/img/broken.png"><img src="/img/gone.png" alt="Gone"></article></body></html>`
  const server = createServer((request, response) => {
    const found = pictures[request.url ?? '']
    if (request.url === '/nets') response.writeHead(200, { 'content-type': 'text/html' }).end(page)
    else if (found) response.writeHead(200, { 'content-type': found[0] }).end(found[1])
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/nets`
  const { result, files } = await gathered(at, tmpdir())
  expect(names(files)).toEqual(['net-maker.png', 'map.jpg', 'quay-dusk.jpg'])
  const text = (end: string) => String(files.find(({ name }) => name.endsWith(end))?.content)
  expect(text('nets.yaml')).toContain(
    'cover:\n  image: nets/quay-dusk.jpg\n  alt: The quay\n  caption: The quay, at dusk.\n  credit: Ivo Brandt',
  )
  expect(text('article.md')).toContain('![A net maker](net-maker.png)')
  expect(text('article.md')).not.toContain('quay-dusk')
  const look = result.look.join('\n')
  for (const [name, why] of [
    ['line.png', 'a picture of a few pixels'],
    ['logo.svg', 'SVG'],
    ['broken.png', 'no picture that can be read'],
    ['gone.png', 'answers with 404'],
  ] as const)
    expect(look).toMatch(new RegExp(`An image was left out, .*${why}.*${name}`))
})

it('of a saved page lie beside it; what leads out of its folder is not read', async () => {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-pictures-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'saved/nets_files'), { recursive: true })
  writeFileSync(join(root, 'secret.png'), await drawn('png'))
  writeFileSync(join(root, 'saved/nets_files/a net.png'), await drawn('png'))
  symlinkSync(join(root, 'secret.png'), join(root, 'saved/nets_files/link.png'))
  const images = [
    'nets_files/a%20net.png',
    '../secret.png',
    'nets_files/link.png',
    'file:///etc/hostname',
    '/etc/hostname',
  ]
  writeFileSync(
    join(root, 'saved/nets.html'),
    `<html><body><article><h1>Nets</h1><p>${PROSE.repeat(3)}</p>${images.map((src) => `<img src="${src}" alt="x"><p>${PROSE.repeat(3)}</p>`).join('')}</article></body></html>`,
  )
  const { result, files } = await gathered('saved/nets.html', root)
  expect(names(files)).toEqual(['a-net.png'])
  expect(result.look.filter((line) => line.startsWith('An image was left out'))).toHaveLength(4)
})
