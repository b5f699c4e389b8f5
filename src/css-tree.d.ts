// css-tree in parts: its lexer and dictionary, which no check needs, take most of the time to load.
declare module 'css-tree/parser' {
  export { parse as default } from 'css-tree'
}
declare module 'css-tree/generator' {
  export { generate as default } from 'css-tree'
}
