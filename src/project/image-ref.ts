// A pointer from content to an image in the project. What is done to the image is render's affair.

import type { Where } from './files.ts'

export interface ImageRef {
  /** Absolute path, inside the project, symlinks resolved; the file exists. */
  readonly path: string
  /** The path as the project knows it, with `/`. */
  readonly name: string
  /** Never missing: an image without alt text is refused when read. Empty means decorative, said so on purpose. */
  readonly alt: string
  readonly caption?: string
  readonly credit?: string
  /** Where it is pointed to, for the message when it is no image. */
  readonly where?: Where
}
