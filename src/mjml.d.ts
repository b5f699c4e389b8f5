declare module 'mjml' {
  interface Result {
    readonly html: string
    readonly errors: readonly { line: number; message: string; tagName: string }[]
  }
  export default function mjml2html(source: string, options?: object): Promise<Result>
}
