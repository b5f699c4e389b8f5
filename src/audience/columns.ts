// The names that columns go by in other people's lists.

/** Ours, and what they are called elsewhere, as `columnName` writes it. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  email: [
    'e_mail',
    'email_address',
    'e_mail_address',
    'mail',
    'mail_address',
    'address_email',
    'subscriber_email',
    '이메일',
    '이메일_주소',
    '메일',
    'メール',
    'メールアドレス',
    '電子メール',
    '邮箱',
    '电子邮件',
    '電子郵件',
    '電郵',
    'correo',
    'correo_electrónico',
    'correo_electronico',
    'courriel',
    'adresse_e_mail',
    'adresse_email',
    'e_mail_adresse',
    'البريد_الإلكتروني',
    'البريد',
  ],
  name: [
    'full_name',
    'fullname',
    'subscriber_name',
    'display_name',
    '이름',
    '성명',
    '名前',
    '氏名',
    '姓名',
    'nombre',
    'nombre_completo',
    'nom',
    'nom_complet',
    'الاسم',
  ],
  first_name: ['firstname', 'fname', 'given_name', 'forename', 'vorname', 'prénom', 'prenom'],
  last_name: ['lastname', 'lname', 'surname', 'family_name', 'nachname', 'apellido', 'apellidos'],
  lang: [
    'language',
    'locale',
    'sprache',
    'langue',
    'idioma',
    '언어',
    '言語',
    '语言',
    '語言',
    'اللغة',
  ],
  tags: ['tag', 'labels', 'label', 'groups', '태그', 'タグ', '标签', '標籤'],
}

const OURS = new Map(
  Object.entries(SPELLINGS).flatMap(([ours, others]) => [
    [ours, ours] as const,
    ...others.map((other) => [other, ours] as const),
  ]),
)

/** `E-mail Address` is `email`; `Joined on` is `joined_on`. Letters of every script stay. */
export function columnName(header: string): string {
  const name = header
    .normalize('NFC')
    .trim()
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
  return OURS.get(name) ?? name
}
