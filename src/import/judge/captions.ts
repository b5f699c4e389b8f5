// Lines that stand under a picture: what it shows and who made it, told apart.

export interface Caption {
  readonly caption?: string
  readonly credit?: string
}

const LABEL =
  /^[▲△◀▶■(（[【<\s]*(?:photos?|pictures?|images?|illustrations?|graphic|photo credit|image credit|credits?|picture credit|photograph|cover|fotos?|fotografía|imagen|ilustración|crédito|crédit(?:s)?(?: photo)?|photographie|bild(?:er)?|fotografie|grafik|bildnachweis|titelbild|사진(?:제공| 제공)?|그림|일러스트|자료사진|写真(?:提供)?|撮影|画像|イラスト|图片?(?:来源)?|圖|摄影|供图|صورة|الصورة|تصوير|عدسة)(?:\s(?:by|de|von|par|courtesy(?: of)?))?\s*[:：=／/|]\s*/iu
const BY =
  /^[(（[]\s*(?:photos?|pictures?|images?|illustrations?)\s+(?:by|courtesy(?: of)?|via|from)\s+(.{2,80}?)[)）\]]?\.?$/iu
const AGENCY =
  'Reuters|REUTERS|AP(?: Photo)?|AFP(?: Photo| PHOTO)?|dpa|EFE|EPA|ANSA|Getty(?: Images)?|Xinhua|Kyodo|Yonhap|연합뉴스|뉴시스|뉴스1|게티이미지|共同|時事|新华社|视觉中国|رويترز|Shutterstock|iStock|Unsplash|Pexels|Wikimedia(?: Commons)?|Alamy|IMAGO|Magnum'
/** At the end: `(사진=…)`, `/사진=…`, `(Photo: Ana Ruiz)`, `[AFP]`, `Foto: dpa`, `© Ana Ruiz`. */
const TRAILING: readonly RegExp[] = [
  /\s*[(（[【<]\s*(?:photos?|pictures?|images?|illustrations?|credits?|foto|fotografía|imagen|photo|crédit(?:s)?(?: photo)?|bild|사진(?:제공| 제공)?|자료사진|写真|撮影|画像|图(?:片)?|摄|صورة|تصوير)\s*(?:[:：=／/]|by|von|de|par)\s*([^)）\]】>]{2,80})[)）\]】>]\.?$/iu,
  /[\s.]*[/／]\s*(?:사진|写真|foto|photo)\s*[=:：]?\s*(.{2,60})$/iu,
  /\s+(?:photo|foto|crédit(?: photo)?|bild|사진|写真|摄影?|credit|photograph)\s*[:：=／/]\s*(.{2,60})$/iu,
  new RegExp(
    `\\s*[(（\\[【]\\s*((?:[^()（）\\[\\]]{0,40}[/／])?(?:${AGENCY})(?:[/／][^()（）\\[\\]]{0,40})?)\\s*[)）\\]】]\\.?$`,
    'u',
  ),
  new RegExp(
    `(?<=[.。])\\s*((?:[\\p{L} .'’-]{2,40}[/／])?(?:${AGENCY})(?:[/／][\\p{L} .'’-]{2,40})?)$`,
    'u',
  ),
  /\s*[©ⓒ]\s*(.{2,60})$/u,
  /\s*(?:=|＝)\s*((?:연합뉴스|뉴시스|뉴스1|共同|時事|[가-힣]{2,4} ?기자))$/u,
  /\s*(?:=\s*)?([가-힣]{2,4}\s?(?:선임)?기자(?:\s+[\w.]+@[\w.]+)?)$/u,
  /\s*[（(]?([^（()）。]{2,20})[摄攝撮影供图]{1,2}[）)]?$/u,
]
const MAX_CAPTION = 320

/** @param marked it begins with a mark that captions have, or the markup says it is one. */
export function readCaption(text: string, marked = false): Caption | undefined {
  const line = text.trim()
  if (line === '' || line.length > MAX_CAPTION) return undefined
  const by = BY.exec(line)
  if (by) return { credit: (by[1] as string).trim() }
  const label = LABEL.exec(line)
  if (label)
    return labelled(
      line,
      line
        .slice(label[0].length)
        .replace(/[)）\]】>]$/, '')
        .trim(),
    )
  const [bare, credit] = withoutCredit(line.replace(/^[▲△◀▶]\s*/u, ''))
  const mark = /^[▲△◀▶]/u.test(line)
  if (credit && (marked || mark || bare.length < 200))
    return { ...(bare ? { caption: bare } : {}), credit }
  return marked ? { caption: bare } : undefined
}

/** After `Photo:` comes who made it, or what it shows: a sentence tells which. */
function labelled(line: string, rest: string): Caption | undefined {
  if (rest === '') return undefined
  const [bare, credit] = withoutCredit(rest)
  if (credit) return { ...(bare ? { caption: bare } : {}), credit }
  const shows = /[.。!?]$/.test(rest) || rest.split(/\s+/).length > 7
  const credits = /credit|crédit|nachweis|제공|提供|来源|撮影|摄|تصوير|عدسة|by\s|courtesy/i.test(
    line.slice(0, line.length - rest.length),
  )
  return shows && !credits ? { caption: rest } : { credit: rest }
}

function withoutCredit(text: string): [string, string | undefined] {
  for (const pattern of TRAILING) {
    const found = pattern.exec(text)
    if (found) return [text.slice(0, found.index).trim(), (found[1] as string).trim()]
  }
  return [text, undefined]
}
