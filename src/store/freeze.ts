// An audience frozen where the list is: an engine on a server does it there, and nobody is fetched to be sent back.

export interface FreezeRequest {
  readonly sendId: number
  /** Whose active readers it is for; whoever left it is left out. */
  readonly list: string
  /** A reader has all of them. */
  readonly tags: readonly string[]
  /** Where the store cannot tell by itself whom it is for, or from when. */
  readonly profiles?: ProfileRequest
  /** At most so many: the first of the list, or by a random rank. */
  readonly most?: number
  /** Where the rank is random: what it is made from. */
  readonly seed?: string
  /** 0: at once. Where there are profiles, each has its own. */
  readonly notBefore: number
  readonly signal?: AbortSignal
}

/** Readers who have the same under all these names are judged as one. */
export interface ProfileRequest {
  readonly columns: readonly ProfileColumn[]
  /** Keys of their fields; `joined` is the day they joined the list, unless they have a field of that name. */
  readonly fields: readonly string[]
  /**
   * Asked at least once for each profile, in no order, and again where another transaction was quicker.
   * @param profile JSON of what was asked for, as the ledger has it of a reader. It may hold more fields; where of the
   * address only the domain is wanted, nothing stands before its @.
   */
  readonly judge: (profile: string) => Verdict
  /** Said of whoever is left out. */
  readonly detail: string
}

export type ProfileColumn = 'email' | 'domain' | 'name' | 'first_name' | 'lang' | 'tags'

export interface Verdict {
  readonly isMeant: boolean
  /** 0: at once. */
  readonly notBefore: number
}

/**
 * Adds rows for all who are to get it, and notes those who are not. All or nothing, durable when it resolves.
 * @returns how many are on the list. @throws PressrunError `store`
 */
export type Freeze = (request: FreezeRequest) => Promise<number>
