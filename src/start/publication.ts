// newsletter.yaml of a new publication, with a word on what else may stand in it.

import { stringify } from 'yaml'
import { DARK, LIGHT } from '../project/load.ts'
import { parseMailbox } from '../project/mailbox.ts'
import type { Answers } from './answers.ts'
import { accentsOf } from './palette.ts'

const scalar = (text: string) => stringify(text, { lineWidth: 0 }).trimEnd()

/** @param timezone IANA name. */
export function newsletterYaml({ name, from, lang, accent }: Answers, timezone: string): string {
  const mailbox = parseMailbox(from)
  const domain = 'address' in mailbox ? mailbox.address.replace(/^.*@/, '') : 'example.com'
  const email = 'address' in mailbox ? mailbox.address : 'you@example.com'
  const { light, dark } = accentsOf(accent, {
    light: [LIGHT.paper, LIGHT.ground],
    dark: [DARK.paper, DARK.ground],
  })
  return `# yaml-language-server: $schema=./node_modules/pressrun/schema/newsletter.json
# What all letters share. Passwords do not belong here: they go into .env.
name: ${scalar(name)}
# A few words beneath the name.
# tagline: Once a week, in one sitting
from: ${scalar(from)}
# Where replies go, if not there.
# reply-to: The editors <editors@${domain}>

# Where it lives on the web: links to unsubscribe and to read in a browser begin with it.
url: https://${domain}
# Your postal address: most countries' law asks for it. Write yours before the first letter goes out.
address:
  - Street and number
  - Postcode and town

# Language of an issue that names none, and where the newsroom is.
lang: ${scalar(lang)}
timezone: ${scalar(timezone)}

theme:
  light:
    accent: ${scalar(light)}
  dark:
    accent: ${scalar(dark)}
  # A logo is small; without one the name is set in type.
  # logo:
  #   light: logo.png
  #   dark: logo-dark.png
  #   alt: ${scalar(name)}

# How fast to send: what your mail server takes.
# limits:
#   connections: 5
#   per-second: 10

# The reader that "build" writes message.eml for: the columns of your list.
sample:
  email: ${scalar(email)}
  name: Sam Reader
`
}
