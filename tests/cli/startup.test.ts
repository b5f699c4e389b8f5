import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

/** Packages that are loaded before any command is, in a process of their own. */
function packagesAtStart(): readonly string[] {
  const code = `
    import { registerHooks } from 'node:module'
    const packages = new Set()
    registerHooks({
      resolve(specifier, context, next) {
        const resolved = next(specifier, context)
        const name = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(resolved.url)?.[1]
        if (name) packages.add(name)
        return resolved
      },
    })
    await import('./src/cli/program.ts')
    console.log(JSON.stringify([...packages].sort()))`
  const args = ['--input-type=module', '-e', code]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }))
}

it('the command line loads nothing but its parser before it knows what is asked', () => {
  expect(packagesAtStart()).toEqual(['commander'])
})
