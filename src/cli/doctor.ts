// pressrun doctor: whether letters can go out and will be taken, one line for each thing, with the mend.

import type { Diagnosis } from '../delivery/doctor/diagnosis.ts'
import { onOneLine, PressrunError } from '../problem.ts'
import { type CommonOptions, command, openProject, type Register } from './command.ts'
import { counted } from './format.ts'
import type { Colour } from './terminal.ts'

interface Options extends CommonOptions {
  readonly offline?: boolean
  readonly dns?: string
}

const LOOKS: Record<string, Colour> = {
  ok: 'green',
  warning: 'yellow',
  error: 'red',
  unknown: 'dim',
}

export const doctorCommand: Register = (program, terminal) => {
  command(program, 'doctor', 'look at mail server, signature and DNS; sends nothing')
    .option('--offline', 'ask neither mail servers nor DNS')
    .option('--dns <server>', 'ask this DNS server, such as 1.1.1.1')
    .action(async (options: Options) => {
      const { project } = await openProject(options, terminal)
      const { examine } = await import('../delivery/doctor/doctor.ts')
      const { dnsResolver } = await import('../delivery/doctor/dns.ts')
      const resolver = () => {
        try {
          return dnsResolver(options.dns)
        } catch {
          throw new PressrunError({
            code: 'usage',
            message: `"${options.dns}" is not the address of a DNS server`,
            mend: 'Write it as 1.1.1.1 or 127.0.0.1:5353.',
          })
        }
      }
      const names = project.relays.map(({ name }) => `relay ${name}`.length)
      const width = Math.max('reverse DNS'.length, ...names)
      const dns = options.offline ? undefined : resolver()
      const found: Diagnosis[] = []
      for await (const diagnosis of examine(project, dns ? { dns } : {})) {
        found.push(diagnosis)
        if (options.json) continue
        const { about, level, message, mend } = diagnosis
        const words = mend ? `${message}. ${mend}` : message
        const label = terminal.paint(LOOKS[level] as Colour, level.padEnd(8))
        terminal.print(`${label} ${about.padEnd(width)} ${onOneLine(words)}`)
      }
      const count = (level: string) => found.filter((one) => one.level === level).length
      const [errors, warnings] = [count('error'), count('warning')]
      if (errors > 0) process.exitCode = 1
      if (options.json) {
        terminal.print(JSON.stringify({ ok: errors === 0, found }, null, 2))
        return
      }
      const unknown = count('unknown')
      const parts = [
        counted(errors, 'error'),
        counted(warnings, 'warning'),
        ...(unknown > 0 ? [`${unknown} not known`] : []),
      ]
      terminal.print(
        errors + warnings + unknown === 0 ? '\nAll is well.' : `\n${parts.join(', ')}.`,
      )
    })
}
