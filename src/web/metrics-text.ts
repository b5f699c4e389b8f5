// Figures in Prometheus' text format, version 0.0.4. No label holds anything of a reader.

import { version } from '../version.ts'

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

type Kind = 'counter' | 'gauge'
/** `issue="a-letter",state="pending"`, or nothing, and the value. */
export type Sample = readonly [labels: string, value: number]

export const metric = (
  name: string,
  type: Kind,
  help: string,
  samples: readonly Sample[],
): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...samples
    .map(([labels, value]) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}`)
    .sort(),
]

export const one = (name: string, type: Kind, help: string, value: number) =>
  metric(name, type, help, [['', value]])

/** `name="value"`, with what would end it escaped. */
export const label = (name: string, value: string): string =>
  `${name}="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`

/** This process and its version. */
export function processMetrics(): readonly string[] {
  const { user, system } = process.cpuUsage()
  const start = Math.round(Date.now() / 1000 - process.uptime())
  return [
    ...metric('pressrun_build_info', 'gauge', 'This version.', [[label('version', version), 1]]),
    ...one('process_cpu_seconds_total', 'counter', 'CPU time.', (user + system) / 1e6),
    ...one('process_resident_memory_bytes', 'gauge', 'Memory.', process.memoryUsage.rss()),
    ...one('process_start_time_seconds', 'gauge', 'Start, since 1970.', start),
  ]
}
