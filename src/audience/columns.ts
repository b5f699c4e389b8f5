// The names that columns go by in other people's lists, and which column is which where two could be the same.

/** Ours, and what they are called elsewhere, as `snakeName` writes it. */
const SPELLINGS: Readonly<Record<string, string>> = {
  email: `
    e_mail mail emails email_address emailaddress e_mail_address mail_address mailaddress address_email
    email_id subscriber_email user_email contact_email primary_email work_email your_email
    이메일 이메일_주소 이메일주소 메일 메일_주소 메일주소 전자우편 전자메일
    メール メールアドレス eメール eメールアドレス 電子メール
    邮箱 邮箱地址 邮件 邮件地址 电子邮件 电子邮箱 電子郵件 電郵 電子信箱
    correo correo_electrónico correo_electronico courriel adresse_e_mail adresse_email adresse_mail
    adresse_électronique e_mail_adresse emailadresse mailadresse mail_adresse emailadres e_mailadres
    indirizzo_email indirizzo_e_mail endereço_de_email e_mail_адрес почта эл_почта электронная_почта
    ел_пошта електронна_пошта имейл e_posta eposta e_post epost e_postadress sähköposti adres_e_mail
    البريد_الإلكتروني البريد_الالكتروني البريد بريد_إلكتروني אימייל דוא_ל ईमेल อีเมล thư_điện_tử`,
  name: `
    full_name fullname subscriber_name display_name displayname contact_name your_name
    이름 성명 名前 氏名 お名前 姓名 nombre nombre_completo nombre_y_apellidos nom nom_complet
    nome nome_completo vollständiger_name naam имя имя_и_фамилия фио ім_я піб الاسم الاسم_الكامل שם नाम ชื่อ`,
  first_name: `
    firstname fname first given given_name givenname forename vorname prénom prenom voornaam
    primer_nombre nombre_de_pila 名 名字 الاسم_الأول שם_פרטי`,
  last_name: `
    lastname lname last surname family_name familyname nachname familienname apellido apellidos
    nom_de_famille cognome sobrenome achternaam фамилия прізвище 성 姓 اسم_العائلة שם_משפחה`,
  lang: `
    language locale lang_code language_code preferred_language sprache langue idioma lingua língua taal
    언어 사용_언어 言語 语言 語言 язык мова اللغة لغة שפה भाषा ภาษา`,
  tags: `
    tag tag_list labels label groups group schlagworte etiquetas étiquettes 태그 タグ 标签 標籤 теги метки
    الوسوم תגיות`,
}

const OURS = new Map(
  Object.entries(SPELLINGS).flatMap(([ours, others]) => [
    [ours, ours] as const,
    ...others
      .trim()
      .split(/\s+/)
      .map((other) => [other, ours] as const),
  ]),
)

/** What a file of rejected rows has before the list's own columns: reading it as a list passes over them. */
export const REJECTED_COLUMNS: readonly string[] = ['rejected_line', 'rejected_reason']

/** Where the second is there too, the first is the family's name: `Nom, Prénom`. */
const FAMILY_BESIDE: readonly (readonly [name: string, given: string])[] = [
  ['nom', 'prénom'],
  ['nom', 'prenom'],
  ['name', 'vorname'],
  ['naam', 'voornaam'],
]

export type Columns =
  | { readonly names: readonly string[] }
  /** Two columns of which nobody can tell which counts, as the list calls them. */
  | { readonly clash: readonly [string, string]; readonly name: string }

/** `Joined on` is `joined_on`, `joinedOn` too. Letters of every script stay. */
export function snakeName(header: string): string {
  return header
    .normalize('NFKC')
    .trim()
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
}

/**
 * Our name for each column. A column called just as ours goes before one that only means the same, and then the
 * first; the others keep their own name. Of two that may be the address, neither is guessed. A column without a
 * name has ''.
 */
export function columnNames(headers: readonly string[]): Columns {
  const snake = headers.map(snakeName)
  const names = snake.map((name) => meaning(name, snake))
  for (const ours of Object.keys(SPELLINGS)) {
    const claims = [...names.keys()].filter((at) => names[at] === ours)
    const exact = claims.filter((at) => snake[at] === ours)
    const [first, second] = exact.length > 0 ? exact : ours === 'email' ? claims : []
    if (first !== undefined && second !== undefined) return clash(headers, first, second, ours)
    const winner = exact[0] ?? claims[0]
    for (const at of claims) if (at !== winner) names[at] = snake[at] as string
  }
  for (const [at, name] of names.entries()) {
    const first = names.indexOf(name)
    if (name !== '' && first !== at) return clash(headers, first, at, name)
  }
  return { names }
}

function meaning(name: string, all: readonly string[]): string {
  if (REJECTED_COLUMNS.includes(name)) return ''
  const isFamily = FAMILY_BESIDE.some(([one, given]) => one === name && all.includes(given))
  return isFamily ? 'last_name' : (OURS.get(name) ?? name)
}

const clash = (
  headers: readonly string[],
  first: number,
  second: number,
  name: string,
): Columns => ({
  clash: [headers[first] as string, headers[second] as string],
  name,
})

const MOST_REMEMBERED = 500
/** Most objects of a list have the same keys. */
const remembered = new Map<string, Columns>()

/** An object with our names for its keys. */
export function named(
  object: Readonly<Record<string, unknown>>,
): { readonly record: Readonly<Record<string, unknown>> } | { readonly problem: string } {
  const keys = Object.keys(object)
  const id = keys.join('\0')
  let columns = remembered.get(id)
  if (!columns) {
    columns = columnNames(keys)
    if (remembered.size < MOST_REMEMBERED) remembered.set(id, columns)
  }
  if ('clash' in columns) {
    const [one, other] = columns.clash
    return { problem: `its keys "${one}" and "${other}" would both be "${columns.name}"` }
  }
  const record: Record<string, unknown> = {}
  for (const [at, name] of columns.names.entries()) record[name] = object[keys[at] as string]
  return { record }
}
