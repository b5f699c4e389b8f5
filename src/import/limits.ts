// How large things may be. A limit stands on everything that comes from outside.

/** A source: file, stream or page. More is refused before it is read. */
export const MAX_SOURCE_BYTES = 30_000_000
/** Of a text. */
export const MAX_LINES = 100_000
/** A Markdown file that `issue/` will read. */
export const MAX_PIECE_BYTES = 5_000_000
/** An image, as fetched or embedded. */
export const MAX_IMAGE_BYTES = 20_000_000
/** All images of an import together. */
export const MAX_IMAGES_BYTES = 80_000_000
