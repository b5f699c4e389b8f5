// Words that give a letter away in each language: links that say nothing, places that were left to be filled.
// Only what is sure: a word that means something else as well is not here.

import { escaped } from '../places.ts'

/** Names of links that tell nothing about where they lead, in lower case without a full stop. */
const VAGUE: Readonly<Record<string, readonly string[]>> = {
  en: [
    'click here',
    'click',
    'here',
    'this',
    'link',
    'this link',
    'read this',
    'more',
    'more here',
    'see here',
    'tap here',
    'go',
    'go here',
    'learn more here',
    'page',
    'this page',
    'website',
    'follow this link',
    'click this link',
    'click me',
  ],
  de: [
    'hier',
    'hier klicken',
    'klicken sie hier',
    'klick hier',
    'klicke hier',
    'link',
    'dieser link',
    'mehr',
    'mehr hier',
    'weiter',
    'seite',
  ],
  fr: [
    'ici',
    'cliquez ici',
    'cliquer ici',
    'clique ici',
    'lien',
    'ce lien',
    'plus',
    'par ici',
    'suite',
    'cette page',
  ],
  es: [
    'aquí',
    'aqui',
    'haga clic aquí',
    'haz clic aquí',
    'clic aquí',
    'pulse aquí',
    'pincha aquí',
    'enlace',
    'este enlace',
    'más',
    'esta página',
  ],
  it: ['qui', 'clicca qui', 'clicchi qui', 'fai clic qui', 'link', 'questo link', 'questa pagina'],
  pt: ['aqui', 'clique aqui', 'clica aqui', 'link', 'este link', 'mais', 'esta página'],
  nl: ['hier', 'klik hier', 'link', 'deze link', 'meer', 'deze pagina'],
  pl: ['tutaj', 'kliknij tutaj', 'kliknij', 'link', 'ten link', 'więcej'],
  ru: ['здесь', 'тут', 'нажмите здесь', 'кликните здесь', 'ссылка', 'по ссылке', 'подробнее здесь'],
  uk: ['тут', 'натисніть тут', 'посилання', 'за посиланням'],
  ko: [
    '여기',
    '여기를 클릭',
    '여기를 클릭하세요',
    '여기 클릭',
    '클릭',
    '링크',
    '바로가기',
    '이 링크',
    '이곳',
  ],
  ja: ['こちら', 'ここ', 'ここをクリック', 'こちらをクリック', 'クリック', 'リンク', 'このリンク'],
  zh: [
    '点击这里',
    '點擊這裡',
    '点这里',
    '點這裡',
    '这里',
    '這裡',
    '此处',
    '此處',
    '点击此处',
    '點擊此處',
    '链接',
    '連結',
    '点击',
    '點擊',
  ],
  ar: ['هنا', 'اضغط هنا', 'انقر هنا', 'رابط', 'هذا الرابط', 'من هنا'],
  he: ['כאן', 'לחצו כאן', 'לחץ כאן', 'קישור'],
  tr: ['buraya', 'buraya tıklayın', 'tıklayın', 'burada', 'bağlantı'],
  sv: ['här', 'klicka här', 'länk', 'mer'],
  da: ['her', 'klik her', 'link', 'mere'],
  nb: ['her', 'klikk her', 'lenke', 'mer'],
  fi: ['tästä', 'klikkaa tästä', 'linkki', 'lisää'],
  vi: ['tại đây', 'ở đây', 'bấm vào đây', 'nhấn vào đây'],
}

/** What is left where a text was still to come. Whole words, any case unless written in capitals. */
const PLACEHOLDERS: Readonly<Record<string, readonly string[]>> = {
  '*': [
    'lorem ipsum',
    'dolor sit amet',
    'TODO',
    'TBD',
    'TBC',
    'FIXME',
    'XXX',
    'XXXX',
    'TK TK',
    'TKTK',
  ],
  en: [
    'insert text here',
    'placeholder text',
    'text goes here',
    'headline goes here',
    'insert name',
    'insert date',
  ],
  de: ['blindtext', 'platzhaltertext', 'text folgt', 'hier steht text', 'text einfügen'],
  fr: ['faux texte', 'texte à venir', 'texte de remplacement', 'insérer le texte'],
  es: ['texto de relleno', 'texto por venir', 'insertar texto', 'texto pendiente'],
  it: ['testo segnaposto', 'testo in arrivo', 'inserire testo'],
  pt: ['texto provisório', 'inserir texto', 'texto de preenchimento'],
  nl: ['opvultekst', 'tekst volgt', 'tekst invoegen'],
  ko: ['여기에 내용', '내용 입력', '추후 작성', '작성 예정', '내용을 입력하세요'],
  ja: ['ここに本文', 'ここにテキスト', 'ダミーテキスト', '本文が入ります', '後日記入'],
  zh: ['此处填写', '此處填寫', '占位文字', '佔位文字', '待补充', '待補充', '请输入内容'],
  ar: ['نص تجريبي', 'أدخل النص هنا', 'هذا النص هو مثال'],
  ru: ['текст-рыба', 'рыба-текст', 'вставить текст', 'текст будет позже'],
}

/** What `pressrun init` and `pressrun new` write to begin with: a test holds the list to them. */
export const BEGUN: readonly string[] = [
  'Street and number',
  'Postcode and town',
  'What the inbox shows after the subject: one sentence that makes people open it',
  'One or two sentences that say what happened and why it matters',
  'Begin with what happened. A blank line parts paragraphs',
  'A heading within the piece',
  'What somebody said, set apart',
  'Who the guest is and why you spoke: two or three sentences before the first question',
  'A further paragraph of it needs no name',
]

const primary = (lang: string) => lang.split('-')[0] as string

/** @param name as a reader hears it. */
export function isVague(name: string, lang: string): boolean {
  const said = name
    .toLocaleLowerCase()
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/[.…!:;»«>→›。！]+$/u, '')
    .trim()
  return [primary(lang), 'en'].some((tag) => VAGUE[tag]?.includes(said))
}

/** Those that a text may hold: each still has to be looked for. */
export function placeholdersIn(text: string, lang: string): readonly RegExp[] {
  const said = text.toLowerCase().replace(/\s+/g, ' ')
  const words = [...(PLACEHOLDERS['*'] ?? []), ...(PLACEHOLDERS[primary(lang)] ?? []), ...BEGUN]
  return words
    .filter((word) => said.includes(word.toLowerCase()))
    .map((word) => {
      const shouted = word === word.toUpperCase() && word !== word.toLowerCase()
      return new RegExp(
        `(?<![\\p{L}\\p{N}])${escaped(word).replace(/ /g, '\\s+')}(?![\\p{L}\\p{N}])`,
        shouted ? 'u' : 'iu',
      )
    })
}
