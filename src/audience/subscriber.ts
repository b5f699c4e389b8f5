// One reader, as plain data.

export interface Subscriber {
  /** Normalised: the domain in lower case A-labels, the local part as it was written. */
  readonly email: string
  /** Empty where the list has none. No control characters. */
  readonly name: string
  /** Given, or the first part of `name`; the whole name where a script writes the family name first. */
  readonly firstName: string
  /** BCP 47; empty where unknown. */
  readonly lang: string
  readonly tags: readonly string[]
  /** Every other column, by its name in snake_case. From JSON and YAML a value may be a list or an object. */
  readonly fields: Readonly<Record<string, FieldValue>>
}

export type FieldValue =
  | string
  | number
  | boolean
  | null
  | readonly FieldValue[]
  | { readonly [key: string]: FieldValue }
