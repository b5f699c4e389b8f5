// What a script asks of type: fonts that every platform has, leading, where lines may break.

export interface Script {
  /** Fonts of the platforms, after the publication's own; ends in a generic family. */
  readonly serif: string
  readonly sans: string
  /** Body size and line height, CSS pixels. */
  readonly size: number
  readonly leading: number
  /** CSS declarations for line breaking; empty where the default is right. */
  readonly breaking: string
  /** Letter-spaced capitals for small type: only where the script has capitals. */
  readonly capitals: boolean
  /** Slanted type: only where the script has it. */
  readonly italics: boolean
}

const LATIN: Script = {
  serif: "'Noto Serif', 'Times New Roman', serif",
  sans: "'Noto Sans', Helvetica, sans-serif",
  size: 17,
  leading: 28,
  breaking: '',
  capitals: true,
  italics: true,
}

// Hanja stays together with its neighbours: Korean breaks between words only, but a URL may break anywhere.
const KOREAN: Script = {
  serif: "'Nanum Myeongjo', AppleMyungjo, 'Noto Serif KR', 'Apple SD Gothic Neo', Batang, serif",
  sans: "'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif",
  size: 17,
  leading: 30,
  breaking: 'word-break:keep-all;overflow-wrap:anywhere;',
  capitals: false,
  italics: false,
}

const JAPANESE: Script = {
  serif: "'Hiragino Mincho ProN', 'Yu Mincho', 'Noto Serif JP', serif",
  sans: "'Hiragino Sans', 'Yu Gothic', Meiryo, 'Noto Sans JP', sans-serif",
  size: 16,
  leading: 30,
  breaking: 'line-break:strict;overflow-wrap:anywhere;',
  capitals: false,
  italics: false,
}

const CHINESE: Script = {
  serif: "'Songti SC', 'Noto Serif SC', SimSun, serif",
  sans: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', sans-serif",
  size: 17,
  leading: 30,
  breaking: 'line-break:strict;overflow-wrap:anywhere;',
  capitals: false,
  italics: false,
}

const TRADITIONAL_CHINESE: Script = {
  ...CHINESE,
  serif: "'Songti TC', 'Noto Serif TC', PMingLiU, serif",
  sans: "'PingFang TC', 'Microsoft JhengHei', 'Noto Sans TC', sans-serif",
}

const ARABIC: Script = {
  serif: "'Geeza Pro', 'Noto Naskh Arabic', 'Traditional Arabic', Tahoma, serif",
  sans: "'Geeza Pro', 'Noto Sans Arabic', 'Segoe UI', Tahoma, sans-serif",
  size: 18,
  leading: 32,
  breaking: '',
  capitals: false,
  italics: false,
}

const HEBREW: Script = {
  serif: "'Noto Serif Hebrew', 'Times New Roman', David, serif",
  sans: "'Arial Hebrew', 'Noto Sans Hebrew', Arial, sans-serif",
  size: 17,
  leading: 29,
  breaking: '',
  capitals: false,
  italics: false,
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
  return SCRIPTS[new Intl.Locale(lang).maximize().script ?? ''] ?? LATIN
}
