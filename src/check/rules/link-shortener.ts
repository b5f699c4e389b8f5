// Shortened addresses hide where they lead: filters hold them against a letter, and readers have reason to.

import { linksOf, webAddress } from '../links/letter-links.ts'
import type { Report, Rule } from '../rule.ts'
import { unique } from './link-local.ts'

const SHORTENERS = new Set(
  'adf.ly,amzn.to,b.link,bit.do,bit.ly,bitly.com,bl.ink,buff.ly,cutt.ly,dlvr.it,dwz.cn,fb.me,goo.gl,goo.su,han.gl,ift.tt,is.gd,j.mp,lnkd.in,me2.do,ow.ly,qr.ae,rb.gy,rebrand.ly,reurl.cc,s.id,shorturl.at,shorturl.asia,soo.gd,suo.im,surl.li,t.cn,t.co,t.ly,tiny.cc,tiny.one,tinyurl.com,tr.im,trib.al,u.to,url.kr,v.gd,vo.la,x.co,xurl.es'.split(
    ',',
  ),
)

export const linkShortener: Rule = {
  id: 'link-shortener',
  level: 'warning',
  about: 'No link goes through a service that shortens addresses.',
  mend: 'Link to the page itself.',
  async check(letter) {
    const reports: Report[] = []
    for (const { href } of linksOf(letter)) {
      const host = webAddress(href)?.hostname.replace(/^www\./, '')
      if (host === undefined || !SHORTENERS.has(host)) continue
      reports.push({
        message: `"${href}" is a shortened address, which filters distrust`,
        mend: 'Link to the page itself.',
        ...(await letter.places.ofAddress(href)),
      })
    }
    return unique(reports)
  },
}
