// A Merge filled for one reader: segments copied, slots evaluated and escaped. Neither Handlebars nor MJML runs.

import type { Merge } from '../render/rendered.ts'
import { escapeFor } from './escape.ts'
import { asText, evaluate, type Item, isTruthy, itemsOf, type Values } from './evaluate.ts'

/**
 * @returns the text that this reader gets.
 * @throws PressrunError `message` where a value cannot stand in a header.
 */
export function fill(merge: Merge, values: Values): string {
  let text = ''
  pour(merge, values, [], (piece) => {
    text += piece
  })
  return text
}

/** The same merge with its constants encoded. */
export function encodeConstants(merge: Merge, encode: (text: string) => Buffer): Merge<Buffer> {
  return merge.map((part) => {
    if (typeof part === 'string') return encode(part)
    if (part.kind === 'value') return part
    return {
      ...part,
      body: encodeConstants(part.body, encode),
      otherwise: encodeConstants(part.otherwise, encode),
    }
  })
}

/**
 * Hands out the pieces in order: constants as they are, values as escaped text.
 * @param items of the `each` blocks around, the innermost last.
 */
export function pour<Constant extends string | Buffer>(
  merge: Merge<Constant>,
  values: Values,
  items: readonly Item[],
  put: (piece: Constant | string) => void,
): void {
  for (const part of merge) {
    if (typeof part === 'string' || Buffer.isBuffer(part)) put(part)
    else if (part.kind === 'value') {
      put(escapeFor(part.place, asText(evaluate(part.value, values, items))))
    } else if (part.kind === 'if') {
      const holds = isTruthy(evaluate(part.test, values, items))
      pour(holds ? part.body : part.otherwise, values, items, put)
    } else {
      const list = itemsOf(evaluate(part.list, values, items))
      for (const item of list) pour(part.body, values, [...items, item], put)
      if (list.length === 0) pour(part.otherwise, values, items, put)
    }
  }
}
