import { describe, expect, it } from 'vitest'
import { keyring, readerLinks, readerMark, seal, unseal } from '../../src/audience/links.ts'

const OLD = 'an old secret of some length'
const NEW = 'a new secret of some length'
const claim = { purpose: 'leave', email: 'ana+유나@example.com', slug: 'a-letter' } as const

describe('a token', () => {
  it('opens to what was sealed, and is the same each time', () => {
    const keys = keyring([NEW])
    const token = seal(keys, claim)
    expect(unseal(keys, token)).toEqual(claim)
    expect(seal(keyring([NEW]), claim)).toBe(token)
    expect(token).toMatch(/^[\w-]+$/)
  })

  it('does not say who it is for', () => {
    const token = seal(keyring([NEW]), claim)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('ana')
    expect(seal(keyring([NEW]), { ...claim, email: 'bo@example.com' }).slice(4, 20)).not.toBe(
      token.slice(4, 20),
    )
  })

  it('still opens after the key was changed, with the old one kept, and not without it', () => {
    const token = seal(keyring([OLD]), claim)
    expect(unseal(keyring([NEW, OLD]), token)).toEqual(claim)
    expect(unseal(keyring([NEW]), token)).toBeUndefined()
  })

  it('opens to nothing when any of its characters is changed, cut off or added', () => {
    const keys = keyring([NEW])
    const token = seal(keys, claim)
    for (let at = 0; at < token.length; at++) {
      for (const other of ['A', 'B', '_']) {
        if (token[at] === other) continue
        const forged = token.slice(0, at) + other + token.slice(at + 1)
        // The last character may hold bits that stand for nothing.
        const opened = unseal(keys, forged)
        if (at < token.length - 1) expect(opened, `at ${at}`).toBeUndefined()
        else if (opened) expect(opened).toEqual(claim)
      }
      expect(unseal(keys, token.slice(0, at))).toBeUndefined()
    }
    for (const extra of ['AAAA', '/', '%00', ' ', '='])
      expect(unseal(keys, token + extra)).toBeUndefined()
    for (const junk of ['', 'x', '../../etc/passwd', 'A'.repeat(100_000)])
      expect(unseal(keys, junk)).toBeUndefined()
  })
})

describe('links', () => {
  const links = readerLinks({ url: 'https://letters.example.com' }, keyring([NEW]))

  it('lead to the publication, and differ by reader where they must', () => {
    const ana = links('ana@example.com', 'a-letter')
    const bo = links('bo@example.com', 'a-letter')
    expect(ana.unsubscribe).toMatch(/^https:\/\/letters\.example\.com\/unsubscribe\/[\w-]{40,}$/)
    expect(bo.unsubscribe).not.toBe(ana.unsubscribe)
    expect(ana.browser).toBe('https://letters.example.com/a-letter/')
  })

  it('name a reader in an issue the same way each time', () => {
    const mark = (email: string, slug: string) => readerMark(keyring([NEW]), email, slug)
    expect(mark('ana@example.com', 'a')).toBe(mark('ana@example.com', 'a'))
    const marks = [
      mark('ana@example.com', 'a'),
      mark('ana@example.com', 'b'),
      mark('bo@example.com', 'a'),
    ]
    expect(new Set(marks).size).toBe(3)
  })
})
