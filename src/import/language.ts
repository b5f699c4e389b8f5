// The language of a text, by its script and, in Latin and Arabic letters, by its small words. A guess: `--lang`
// and what a page says of itself come first.

const STOPWORDS: Readonly<Record<string, string>> = {
  en: 'the of and to in is that it was for on with as are be this have from at not by but they which you or had his an were we there been their has would what will if can all said about who more when',
  es: 'de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos',
  fr: 'de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec mais comme on nous ou leur été elle cette aux ses être fait deux même aussi',
  de: 'der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war',
  it: 'di che e la il un a per in una è sono non con si da come le del i della ma anche più al nel alla gli lo questo ha dei se delle ci era cosa tutto hanno essere',
  pt: 'de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito nos já eu também só pelo pela até isso ela entre',
  nl: 'de van een het en in is dat op te zijn met voor niet die er aan om ook als dan maar bij nog uit wordt door naar heeft hij worden ze wat deze kan geen over',
  sv: 'och att det i en på är som för med den av inte till har de ett om men var sig så från vi kan när nu eller ska också efter',
  pl: 'w i na z do nie że się to jest o jak po od za przez ale dla co czy tylko oraz przy już być może tego który są',
  tr: 've bir bu da de için ile çok olarak daha olan gibi en kadar ne var ama sonra ki her değil mi o biz',
  id: 'yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena bisa ada mereka oleh atau sebagai',
  vi: 'và của là có cho được không trong một những với các người này khi đã để từ đến như về nhưng',
  ar: 'في من على أن إلى التي عن مع هذا لا ما هذه كان الذي ذلك بعد كل لم قد بين قال',
  fa: 'در به از که این را با است برای آن یک خود تا کرد بر هم نیز می شود',
  ur: 'کے میں کی ہے اور سے کا کو اس نے پر یہ ہیں کہ ایک نہیں',
}
const words = Object.entries(STOPWORDS).map(
  ([lang, list]) => [lang, new Set(list.split(' '))] as const,
)

/** Characters that only one of the two Chinese scripts has. */
const SIMPLIFIED =
  /[们这来时会为说对国发学过还进样让问题现东车开关长见觉认识业员报记应该热爱间听写]/g
const TRADITIONAL =
  /[們這來時會為說對國發學過還進樣讓問題現東車開關長見覺認識業員報記應該熱愛間聽寫]/g
const SAMPLE = 20_000

/** @returns a BCP 47 tag, or undefined where the text is too short to tell. */
export function guessLanguage(text: string): string | undefined {
  const sample = text.slice(0, SAMPLE)
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0
  const letters = count(/\p{L}/gu)
  if (letters < 20) return undefined
  const share = (pattern: RegExp) => count(pattern) / letters
  if (share(/\p{Script=Hangul}/gu) > 0.25) return 'ko'
  if (share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.12) return 'ja'
  if (share(/\p{Script=Han}/gu) > 0.4)
    return count(TRADITIONAL) > count(SIMPLIFIED) ? 'zh-Hant' : 'zh'
  if (share(/\p{Script=Arabic}/gu) > 0.4) return byWords(sample, ['ar', 'fa', 'ur']) ?? 'ar'
  if (share(/\p{Script=Cyrillic}/gu) > 0.4) return /[іїєґ]/i.test(sample) ? 'uk' : 'ru'
  if (share(/\p{Script=Hebrew}/gu) > 0.4) return 'he'
  if (share(/\p{Script=Greek}/gu) > 0.4) return 'el'
  if (share(/\p{Script=Thai}/gu) > 0.4) return 'th'
  if (share(/\p{Script=Devanagari}/gu) > 0.4) return 'hi'
  return byWords(sample)
}

function byWords(sample: string, among?: readonly string[]): string | undefined {
  const tokens = sample.toLowerCase().match(/\p{L}+/gu) ?? []
  const scores = words
    .filter(([lang]) => among?.includes(lang) ?? !['ar', 'fa', 'ur'].includes(lang))
    .map(([lang, set]) => [lang, tokens.filter((token) => set.has(token)).length] as const)
    .sort((a, b) => b[1] - a[1])
  const [best] = scores
  return best && best[1] >= Math.max(2, tokens.length * 0.04) ? best[0] : undefined
}

/** A tag as BCP 47 writes it, `zh_CN` included; undefined where it is none. */
export function languageTag(text: string | undefined): string | undefined {
  if (!text) return undefined
  try {
    return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0]
  } catch {
    return undefined
  }
}
