// What a script asks of type: fonts that every platform has, sizes, leading, where lines may break.

export interface Script {
  /** Fonts of the platforms, after the publication's own; ends in a generic family. */
  readonly serif: string
  readonly sans: string
  /** Body size and line height, CSS pixels. */
  readonly size: number
  readonly leading: number
  /** Line height of headlines, as CSS has it. */
  readonly tight: string
  /** CSS declarations for line breaking; empty where the default is right. */
  readonly breaking: string
  /** `word-break` of the cells of a table, whose words are counted before it is laid out. */
  readonly cells: 'normal' | 'keep-all'
  /** Letter-spaced capitals for small type: only where the script has capitals. */
  readonly capitals: boolean
  /** Slanted type: only where the script has it. */
  readonly italics: boolean
  /** One font each for Outlook on Windows, which takes the first of a stack or Times. */
  readonly outlook: { readonly serif: string; readonly sans: string }
}

const LATIN: Script = {
  serif: "'Noto Serif', 'Times New Roman', serif",
  sans: "'Noto Sans', Helvetica, sans-serif",
  size: 17,
  leading: 28,
  tight: '120%',
  breaking: '',
  cells: 'normal',
  capitals: true,
  italics: true,
  outlook: { serif: 'Georgia', sans: "'Segoe UI'" },
}

/** Languages that spell compounds as one word, which a phone's line is too short for. */
const COMPOUNDING = new Set(['da', 'de', 'et', 'fi', 'hu', 'is', 'nb', 'nl', 'nn', 'no', 'sv'])
const HYPHENS = '-webkit-hyphens:auto;hyphens:auto;hyphenate-limit-chars:10 4 4;'

// Hanja stays together with its neighbours: Korean breaks between words only, but a URL may break anywhere.
const KOREAN: Script = {
  serif:
    "'Nanum Myeongjo', AppleMyungjo, 'Noto Serif KR', 'Noto Serif CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', serif",
  sans: "'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif",
  size: 17,
  leading: 30,
  tight: '136%',
  breaking: 'word-break:keep-all;overflow-wrap:anywhere;',
  cells: 'keep-all',
  capitals: false,
  italics: false,
  outlook: { serif: "'Malgun Gothic'", sans: "'Malgun Gothic'" },
}

const JAPANESE: Script = {
  serif: "'Hiragino Mincho ProN', 'Yu Mincho', 'Noto Serif JP', 'Noto Serif CJK JP', serif",
  sans: "'Hiragino Sans', 'Yu Gothic', Meiryo, 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif",
  size: 16,
  leading: 30,
  tight: '140%',
  breaking: 'line-break:strict;overflow-wrap:anywhere;',
  cells: 'normal',
  capitals: false,
  italics: false,
  outlook: { serif: "'Yu Gothic'", sans: "'Yu Gothic'" },
}

const CHINESE: Script = {
  serif: "'Songti SC', 'Noto Serif SC', 'Noto Serif CJK SC', 'Microsoft YaHei', SimSun, serif",
  sans: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif",
  size: 17,
  leading: 30,
  tight: '140%',
  breaking: 'line-break:strict;overflow-wrap:anywhere;',
  cells: 'normal',
  capitals: false,
  italics: false,
  outlook: { serif: "'Microsoft YaHei'", sans: "'Microsoft YaHei'" },
}

const TRADITIONAL_CHINESE: Script = {
  ...CHINESE,
  serif: "'Songti TC', 'Noto Serif TC', 'Noto Serif CJK TC', 'Microsoft JhengHei', PMingLiU, serif",
  sans: "'PingFang TC', 'Microsoft JhengHei', 'Noto Sans TC', 'Noto Sans CJK TC', sans-serif",
  outlook: { serif: "'Microsoft JhengHei'", sans: "'Microsoft JhengHei'" },
}

const ARABIC: Script = {
  serif: "'Geeza Pro', 'Noto Naskh Arabic', 'Traditional Arabic', Tahoma, serif",
  sans: "'Geeza Pro', 'Noto Sans Arabic', 'Segoe UI', Tahoma, sans-serif",
  size: 18,
  leading: 32,
  tight: '142%',
  breaking: '',
  cells: 'normal',
  capitals: false,
  italics: false,
  outlook: { serif: "'Times New Roman'", sans: "'Segoe UI'" },
}

const HEBREW: Script = {
  serif: "'Noto Serif Hebrew', 'Times New Roman', David, serif",
  sans: "'Arial Hebrew', 'Noto Sans Hebrew', Arial, sans-serif",
  size: 17,
  leading: 29,
  tight: '130%',
  breaking: '',
  cells: 'normal',
  capitals: false,
  italics: false,
  outlook: { serif: "'Times New Roman'", sans: 'Arial' },
}

const SCRIPTS: Readonly<Record<string, Script>> = {
  Kore: KOREAN,
  Jpan: JAPANESE,
  Hans: CHINESE,
  Hant: TRADITIONAL_CHINESE,
  Arab: ARABIC,
  Hebr: HEBREW,
}

/** @param lang BCP 47 */
export function scriptOf(lang: string): Script {
  const { language, script } = new Intl.Locale(lang).maximize()
  const known = SCRIPTS[script ?? '']
  if (known) return known
  return COMPOUNDING.has(language) ? { ...LATIN, breaking: HYPHENS } : LATIN
}

/** Fonts that Windows has and that spell Latin, Greek and Cyrillic. */
const ON_WINDOWS =
  /^'?(?:Arial|Book Antiqua|Calibri|Cambria|Candara|Consolas|Constantia|Corbel|Courier New|Garamond|Georgia|Palatino Linotype|Segoe UI|Tahoma|Times New Roman|Trebuchet MS|Verdana)'?$/i

/**
 * The font that Outlook on Windows is given: the first of the publication's own that Windows has, where the
 * script is one that such a font spells, else the script's.
 * @param stack the publication's, without the script's.
 */
export function outlookFont(stack: string, script: Script, kind: 'serif' | 'sans'): string {
  const named = stack.split(',').map((name) => name.trim())
  const own = script.capitals ? named.find((name) => ON_WINDOWS.test(name)) : undefined
  return own ?? script.outlook[kind]
}
