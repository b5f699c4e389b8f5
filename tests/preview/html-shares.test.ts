import { expect, it } from 'vitest'
import { snippetOf } from '../../src/preview/html-shares.ts'

it('the inbox row begins as the letter does, wherever in a long one entities stand', () => {
  for (let words = 300; words < 420; words++) {
    const html = `<p>First.${' word&nbsp;long'.repeat(words)} &amp; <b>so&#x20;on</b></p><p>Last.</p>`
    expect(snippetOf(html)).toMatch(/^First\. word\u00a0long word/)
    expect([...snippetOf(html)]).toHaveLength(400)
  }
})
