// Readers that letters break on: each is filled into every column that the letter uses.

/** Columns that every reader has; the others are the list's own. */
export const OWN_COLUMNS = ['email', 'name', 'first_name', 'lang', 'tags']

export interface ReaderCase {
  readonly id: string
  /** What it is for. */
  readonly note: string
  /** The reader as a row of a list, with `columns` filled. */
  row(columns: readonly string[]): Readonly<Record<string, unknown>>
}

const LONG_NAME = '上官诸葛欧阳司马慕容端木皇甫尉迟公孙长孙宇文令狐钟离东方南宫百里呼延轩辕夏侯澹台'
const RIGHT_TO_LEFT = 'عبد الرحمن بن يوسف الأندلسي'
const MARKUP = `<b>Ann</b> & "Bob" <script>alert('x')</script> {{subscriber.email}} %0d%0a`

const filled = (columns: readonly string[], value: string) =>
  Object.fromEntries(columns.map((column) => [column, value]))

export const READER_CASES: readonly ReaderCase[] = [
  {
    id: 'no-name',
    note: 'Nothing but an address',
    row: (columns) => ({ ...filled(columns, ''), email: 'reader@example.com' }),
  },
  {
    id: 'long-name',
    note: 'A very long Chinese name, without a space',
    row: (columns) => ({
      ...filled(columns, LONG_NAME),
      email: 'long.name@example.com',
      name: LONG_NAME,
      lang: 'zh-Hans',
    }),
  },
  {
    id: 'right-to-left',
    note: 'An Arabic name, from right to left',
    row: (columns) => ({
      ...filled(columns, RIGHT_TO_LEFT),
      email: 'right.to.left@example.com',
      name: RIGHT_TO_LEFT,
      lang: 'ar',
    }),
  },
  {
    id: 'markup',
    note: 'Markup, quotes and braces in every column',
    row: (columns) => ({
      ...filled(columns, MARKUP),
      email: "o'markup+tag@example.com",
      name: MARKUP,
      tags: [MARKUP],
    }),
  },
]

/** The reader of the list whose values take most room in the letter. */
export const WIDEST = { id: 'widest', note: 'The widest reader of the list' }
