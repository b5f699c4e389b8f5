// Which reader an address is: what the ledger and the suppressions know readers by.

import { hash } from 'node:crypto'

/** 132 bits of SHA-256: no two addresses will ever share them. */
const LENGTH = 22

/**
 * The same for `Mina@example.com` and `mina@EXAMPLE.com`: no mail server in use tells them apart, and a letter
 * sent twice is the worse mistake. Text, not bytes: making and binding a Buffer for each of a million readers
 * takes five times as long.
 */
export const addressHash = (email: string): string =>
  hash('sha256', email.normalize('NFC').toLowerCase(), 'base64url').slice(0, LENGTH)

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)
