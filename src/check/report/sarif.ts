// Findings as SARIF 2.1.0 (OASIS), which code hosts read: one run, a rule for each that found something, places
// relative to where the command was called.

import type { Finding } from '../finding.ts'
import { ruleById } from '../registry.ts'
import type { IssueFindings } from './report.ts'

export interface SarifOptions {
  readonly version: string
  /** The path of a file as the reader of the report knows it, with `/`. */
  readonly path: (file: string) => string
}

export function sarif(issues: readonly IssueFindings[], options: SarifOptions) {
  const found = issues.flatMap(({ slug, findings }) =>
    findings.map((finding) => ({ slug, finding })),
  )
  const ids = [...new Set(found.map(({ finding }) => finding.rule))].sort()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'pressrun',
            version: options.version,
            rules: ids.map((id) => {
              const rule = ruleById.get(id)
              return {
                id,
                shortDescription: { text: rule?.about ?? id },
                help: { text: rule?.mend ?? 'Correct it.' },
                defaultConfiguration: { level: rule?.level === 'off' ? 'none' : rule?.level },
              }
            }),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: found.map(({ slug, finding }) => ({
          ruleId: finding.rule,
          ruleIndex: ids.indexOf(finding.rule),
          level: finding.level,
          message: { text: `${capital(finding.message)}. ${finding.mend}` },
          locations: locationsOf(finding, options.path),
          properties: { issue: slug },
        })),
      },
    ],
  }
}

function locationsOf({ file, line, column }: Finding, path: SarifOptions['path']) {
  if (file === undefined) return []
  const region =
    line === undefined
      ? {}
      : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }
  const uri = path(file).split('/').map(encodeURIComponent).join('/')
  return [{ physicalLocation: { artifactLocation: { uri }, ...region } }]
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
