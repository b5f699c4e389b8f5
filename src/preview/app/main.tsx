// The page begins here.

import { render } from 'preact'
import { followHistory, place } from './address.ts'
import { followFindings } from './findings.ts'
import { onKey } from './keys.ts'
import { begin } from './store.ts'
import { Studio } from './studio.tsx'
import { Bare } from './views/bare.tsx'

followHistory()
addEventListener('keydown', onKey)
const started = begin()
if (!place.value.bare) followFindings()
render(place.value.bare ? <Bare /> : <Studio />, document.body)
await started
