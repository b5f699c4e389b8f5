// Every rule, in the order in which they are listed: clients, size, inbox, links, accessibility, delivery, content.

import type { RuleId } from '../project/check-names.ts'
import type { Rule } from './rule.ts'
import { activeContent } from './rules/active-content.ts'
import { altText } from './rules/alt-text.ts'
import { build } from './rules/build.ts'
import { clientPartial } from './rules/client-partial.ts'
import { clientSupport } from './rules/client-support.ts'
import { contrast } from './rules/contrast.ts'
import { date } from './rules/date.ts'
import { domDepth } from './rules/dom-depth.ts'
import { doubleSpace } from './rules/double-space.ts'
import { fromDomain } from './rules/from-domain.ts'
import { gmailClip } from './rules/gmail-clip.ts'
import { gmailStyles } from './rules/gmail-styles.ts'
import { headingOrder } from './rules/heading-order.ts'
import { imageSource } from './rules/image-source.ts'
import { imageToText } from './rules/image-to-text.ts'
import { imageWeight } from './rules/image-weight.ts'
import { language } from './rules/language.ts'
import { linkBroken } from './rules/link-broken.ts'
import { linkDuplicate } from './rules/link-duplicate.ts'
import { linkEmpty } from './rules/link-empty.ts'
import { linkHttp } from './rules/link-http.ts'
import { linkLocal } from './rules/link-local.ts'
import { linkSameText } from './rules/link-same-text.ts'
import { linkShortener } from './rules/link-shortener.ts'
import { linkText } from './rules/link-text.ts'
import { linkTracking } from './rules/link-tracking.ts'
import { oneClick } from './rules/one-click.ts'
import { placeholder } from './rules/placeholder.ts'
import { postalAddress } from './rules/postal-address.ts'
import { preheaderLeak } from './rules/preheader-leak.ts'
import { preheaderLength } from './rules/preheader-length.ts'
import { slotColumn } from './rules/slot-column.ts'
import { slotEmpty } from './rules/slot-empty.ts'
import { smallText } from './rules/small-text.ts'
import { spamScore } from './rules/spam-score.ts'
import { spelling } from './rules/spelling.ts'
import { straightQuotes } from './rules/straight-quotes.ts'
import { subjectLength } from './rules/subject-length.ts'
import { tableRole } from './rules/table-role.ts'
import { textTwin } from './rules/text-twin.ts'
import { unaskedAnswer } from './rules/unasked-answer.ts'
import { unsubscribeLink } from './rules/unsubscribe-link.ts'

export const RULES: readonly Rule[] = [
  build,
  clientSupport,
  clientPartial,
  gmailStyles,
  gmailClip,
  domDepth,
  imageWeight,
  imageToText,
  imageSource,
  subjectLength,
  preheaderLength,
  preheaderLeak,
  linkEmpty,
  linkLocal,
  linkHttp,
  linkSameText,
  linkDuplicate,
  linkText,
  linkTracking,
  linkShortener,
  linkBroken,
  altText,
  headingOrder,
  language,
  contrast,
  tableRole,
  smallText,
  unsubscribeLink,
  oneClick,
  postalAddress,
  textTwin,
  fromDomain,
  activeContent,
  spamScore,
  slotColumn,
  slotEmpty,
  placeholder,
  straightQuotes,
  doubleSpace,
  spelling,
  unaskedAnswer,
  date,
]

export const ruleById: ReadonlyMap<string, Rule> = new Map(
  RULES.map((rule): [RuleId, Rule] => [rule.id, rule]),
)
