// An audience frozen where the list is: an engine on a server does it there, and nobody is fetched to be sent back.

export interface FreezeRequest {
  readonly sendId: number
  /** Whose active readers it is for; whoever left it is left out. */
  readonly list: string
  /** A reader has all of them. */
  readonly tags: readonly string[]
  /** At most so many: the first of the list, or by a random rank. */
  readonly most?: number
  /** Where the rank is random: what it is made from. */
  readonly seed?: string
  /** 0: at once. */
  readonly notBefore: number
  readonly signal?: AbortSignal
}

/**
 * Adds rows for all who are to get it, and notes those who are not. All or nothing, durable when it resolves.
 * @returns how many are on the list. @throws PressrunError `store`
 */
export type Freeze = (request: FreezeRequest) => Promise<number>
