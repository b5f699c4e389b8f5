// A letter to what is wrong with it, with the lines around each place. The same engine that the command runs.

import { keyring, PREVIEW_KEYS } from '../../audience/links.ts'
import { imageFolder } from '../../build/image-folder.ts'
import { check, findingsFrom } from '../../check/check.ts'
import type { Finding } from '../../check/finding.ts'
import { ruleById } from '../../check/registry.ts'
import { Sources } from '../../check/sources.ts'
import { spelling } from '../../check/words/spelling.ts'
import { projectFiles } from '../../project/files.ts'
import { templateCache } from '../../render/template.ts'
import type { ShownFinding } from '../wire.ts'
import type { ChecksRequest } from './client.ts'

const LINES_AROUND = 3
const LINE_CHARACTERS = 400

export function openChecker(
  root: string,
): (
  slug: string,
  pressed: ChecksRequest['pressed'],
  now: number,
) => Promise<readonly ShownFinding[]> {
  const words = spelling(root)
  const kept = { images: imageFolder(root), templates: templateCache() }
  return async (slug, { made, problems }, now) => {
    const files = projectFiles(root)
    const sources = new Sources(files)
    if (!made || problems.length > 0)
      return findingsFrom(problems, `issues/${slug}.yaml`).map((finding) => show(finding, sources))
    const { secret } = made.project.secrets
    const keys = secret === undefined ? PREVIEW_KEYS : keyring([secret])
    const findings = await check({ ...made, files, kept, keys, now, spelling: words })
    return findings.map((finding) => show(finding, sources))
  }
}

function show(finding: Finding, sources: Sources): ShownFinding {
  const { file, line } = finding
  const about = ruleById.get(finding.rule)?.about ?? ''
  if (file === undefined || line === undefined) return { ...finding, about }
  const first = Math.max(1, line - LINES_AROUND)
  const lines = sources
    .lines(file)
    .slice(first - 1, line + LINES_AROUND)
    .map((text) => text.slice(0, LINE_CHARACTERS))
  return { ...finding, about, ...(lines.length > 0 ? { around: { first, lines } } : {}) }
}
