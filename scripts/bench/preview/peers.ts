// The dev servers of React Email and Maizzle, each with one template: installed once into a folder of temporary files.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DevServer } from './dev-server.ts'

const FOLDER = join(tmpdir(), 'pressrun-bench-peers')
const INSTALL_MS = 120_000
const SAYS = 'The path begins at the mill.'

interface Peer {
  readonly name: string
  readonly packages: readonly string[]
  readonly file: string
  readonly text: string
  readonly path: string
  args(port: number): readonly string[]
}

const PEERS: readonly Peer[] = [
  {
    name: 'react-email',
    packages: [
      ...['react-email@6.11.6', '@react-email/ui@6.11.6'],
      ...['@react-email/components@1.0.12', 'react@19.3.1', 'react-dom@19.3.1'],
    ],
    file: 'emails/letter.tsx',
    text: `import { Body, Container, Head, Heading, Html, Text } from '@react-email/components'

export default function Letter() {
  return (
    <Html lang="en">
      <Head />
      <Body>
        <Container>
          <Heading>A walk along the river</Heading>
          <Text>${SAYS}</Text>
        </Container>
      </Body>
    </Html>
  )
}
`,
    path: '/preview/letter',
    args: (port) => ['node_modules/.bin/email', 'dev', '--port', String(port)],
  },
  {
    name: '@maizzle/framework',
    packages: ['@maizzle/framework@6.1.7'],
    file: 'emails/letter.vue',
    text: `<template>
  <Layout>
    <h1>A walk along the river</h1>
    <p>${SAYS}</p>
  </Layout>
</template>
`,
    path: '/emails/letter',
    args: (port) => ['node_modules/.bin/maizzle', 'serve', '--port', String(port)],
  },
]

export type Installed = { readonly name: string } & (
  | { readonly server: DevServer }
  | { readonly missing: string }
)

export function installedPeers(): readonly Installed[] {
  return PEERS.map((peer) => {
    const { name, packages, file, text, path, args } = peer
    const cwd = join(FOLDER, name.replace(/^@|\/.*$/g, ''))
    mkdirSync(join(cwd, 'emails'), { recursive: true })
    writeFileSync(join(cwd, file), text)
    if (!existsSync(join(cwd, 'node_modules'))) {
      writeFileSync(join(cwd, 'package.json'), '{ "private": true, "type": "module" }\n')
      const npm = ['install', ...packages, '--ignore-scripts', '--no-audit', '--no-fund']
      const { status, stderr } = spawnSync('npm', npm, {
        cwd,
        encoding: 'utf8',
        timeout: INSTALL_MS,
      })
      if (status !== 0) {
        rmSync(join(cwd, 'node_modules'), { recursive: true, force: true })
        return { name, missing: stderr?.trim().split('\n')[0] || 'npm did not install it in time' }
      }
    }
    const write = (before: string, words: string) => before.replace(SAYS, words)
    return { name, server: { name, cwd, args, path, says: SAYS, file: join(cwd, file), write } }
  })
}
