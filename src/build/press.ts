// The one way from an issue's name to its letter: what `build` writes, the studio shows and `send` sends.
// Keeps what many letters share: the project, compiled templates, images that were made once.

import { type Keyring, keyring, PREVIEW_KEYS } from '../audience/links.ts'
import type { Issue } from '../issue/issue.ts'
import { loadIssue } from '../issue/load.ts'
import { type Files, projectFiles, type ReadEvent } from '../project/files.ts'
import { loadProject } from '../project/load.ts'
import type { Project } from '../project/project.ts'
import { type Layout, type RenderOptions, render } from '../render/render.ts'
import type { RenderedIssue } from '../render/rendered.ts'
import { templateCache } from '../render/template.ts'
import { imageFolder } from './image-folder.ts'
import { type LetterFiles, letterFiles } from './letter-files.ts'
import { sampleOf } from './sample.ts'

export interface Rendering {
  readonly issue: Issue
  readonly rendered: RenderedIssue
  /** The way back from the letter to its templates; no plain data. */
  readonly layout: Layout
}

export interface Press {
  readonly project: Project
  /** Where there is no PRESSRUN_SECRET, links are made that open nothing. */
  readonly keys: Keyring
  readonly files: Files
  /** What was made once: images and compiled templates. */
  readonly kept: RenderOptions
  /** @throws PressrunError with every problem that can be seen at once. */
  render(slug: string): Promise<Rendering>
  letter(slug: string): Promise<LetterFiles>
}

/**
 * @param onRead told of every file that is read and every folder that is listed.
 * @param files the project as it stood at another time; `onRead` is theirs to tell then.
 */
export function openPress(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  onRead: (event: ReadEvent) => void = () => {},
  files: Files = projectFiles(root, onRead),
): Press {
  const project = loadProject(root, env, files)
  const { secret } = project.secrets
  const keys = secret === undefined ? PREVIEW_KEYS : keyring([secret])
  const sample = sampleOf(project)
  const kept = { images: imageFolder(root), templates: templateCache() }
  const press: Press = {
    project,
    keys,
    files,
    kept,
    async render(slug) {
      const issue = loadIssue(project, files, slug)
      let layout: Layout | undefined
      const onLayout = (made: Layout) => {
        layout = made
      }
      const rendered = await render(project, issue, files, { ...kept, onLayout })
      return { issue, rendered, layout: layout as unknown as Layout }
    },
    async letter(slug) {
      const { issue, rendered } = await press.render(slug)
      return letterFiles({ project, issue, rendered, keys, sample })
    },
  }
  return press
}
