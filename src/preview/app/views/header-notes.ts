// What the headers of a message are for, in a sentence each.

const NOTES: Readonly<Record<string, string>> = {
  'arc-authentication-results': 'What a forwarding server found when it checked the message.',
  'arc-message-signature': 'A forwarding server’s signature over the message.',
  'arc-seal': 'A forwarding server’s seal over the ARC headers before it.',
  'authentication-results': 'What a receiving server found when it checked SPF, DKIM and DMARC.',
  'auto-submitted':
    'Sent by a program: vacation replies and the like should not answer (RFC 3834).',
  bcc: 'Should not be here: it shows who was copied in secret.',
  cc: 'Who gets a copy, for all to see.',
  'content-language': 'The language of the letter (RFC 3282).',
  'content-transfer-encoding': 'How the body was made fit for seven-bit mail servers.',
  'content-type': 'What the body is: for a newsletter, the same letter as text and as HTML.',
  date: 'When the message was made. Programs sort by it.',
  'delivered-to': 'The mailbox it was put into.',
  'dkim-signature':
    'The sender’s domain signs headers and body; receivers check it with a key in the DNS (RFC 6376).',
  'feedback-id':
    'Names campaign and sender for Gmail’s spam-rate reports; nothing in it is of the reader.',
  from: 'Who it is from. DMARC asks that its domain is the one that signs.',
  'in-reply-to': 'Which message this answers.',
  'list-archive': 'Where earlier issues are (RFC 2369).',
  'list-help': 'Where help with this list is (RFC 2369).',
  'list-id': 'The list’s own name, by which programs filter (RFC 2919).',
  'list-owner': 'Who runs the list.',
  'list-post': 'Where to write to the list; newsletters say NO.',
  'list-subscribe': 'How to join the list.',
  'list-unsubscribe':
    'How to leave: the link behind the ‘unsubscribe’ that programs show beside the sender (RFC 2369).',
  'list-unsubscribe-post':
    'Leaving takes one click and no page: Gmail and Yahoo ask for it (RFC 8058).',
  'message-id':
    'The message’s own name. Pressrun makes it from issue and reader, so a second copy is known as one.',
  'mime-version': 'Always 1.0.',
  organization: 'The sender’s organisation.',
  precedence: 'Bulk mail: old programs do not answer it.',
  priority: 'How urgent the sender finds it.',
  received: 'One line a server that it passed through; the newest stands first.',
  references: 'The messages that it follows on.',
  'reply-to': 'Where an answer goes, instead of the sender.',
  'return-path': 'The envelope’s sender: where bounces go.',
  sender: 'Who sent it for the one in From.',
  subject: 'What the inbox shows.',
  to: 'The reader, and nobody else.',
  'x-mailer': 'The program that made it.',
  'x-priority': 'How urgent the sender finds it.',
}

export const noteFor = (name: string): string =>
  NOTES[name.toLowerCase()] ??
  (/^x-/i.test(name) ? 'A header of the sender’s own; programs pass over it.' : '')
