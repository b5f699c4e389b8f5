// Where `--to-studio` sends to: the inbox of the project's open studio, or one at a port that was named.

import { PressrunError } from '../problem.ts'

/**
 * @param port of the inbox; `true` for that of the studio which is open for this project.
 * @returns `smtp://127.0.0.1:1025`
 * @throws PressrunError `send` where no studio is open.
 */
export async function studioRelay(root: string, port: true | number): Promise<string> {
  if (port !== true) return `smtp://127.0.0.1:${port}`
  const { findStudio } = await import('../preview/discovery.ts')
  const studio = findStudio(root)
  if (studio) {
    const host = studio.smtp.host.includes(':') ? `[${studio.smtp.host}]` : studio.smtp.host
    return `smtp://${host}:${studio.smtp.port}`
  }
  throw new PressrunError(
    {
      code: 'send',
      message: 'no studio is open for this project, so nothing was sent',
      mend: 'Open one with pressrun preview, and send again; or name the port of its inbox: --to-studio 1025.',
    },
    { exitCode: 1 },
  )
}
