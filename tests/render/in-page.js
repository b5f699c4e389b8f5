// Runs inside the page that shows a letter: measures what a reader would see. Evaluated as an expression;
// gives plain data. (JavaScript, since the project's types know no browser.)
;(() => {
  const nothing = /^(?:\s|\u034f|[\u200b-\u200f\u2060])*$/
  const rgb = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number)
    return { r, g, b, a }
  }
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  })
  const groundOf = (element) => {
    const layers = []
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor)
      if (colour.a > 0) layers.push(colour)
      if (colour.a === 1) break
    }
    return layers.reduceRight((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 })
  }
  // WCAG 2.2, relative luminance and contrast ratio.
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (light + 0.05) / (dark + 0.05)
  }

  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (nothing.test(node.data)) continue
    const element = node.parentElement
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    const style = getComputedStyle(element)
    const ground = groundOf(element)
    texts.push({
      text: node.data.trim().slice(0, 40),
      size: Number.parseFloat(style.fontSize),
      contrast: contrast(over(rgb(style.color), ground), ground),
      direction: style.direction,
      said: element.closest('[dir="ltr"]') !== null && style.direction === 'ltr',
    })
  }
  const width = document.documentElement.clientWidth
  const pictures = [...document.images]
    .filter((image) => image.checkVisibility())
    .map((image) => {
      const { left, right, width: shown, height } = image.getBoundingClientRect()
      return {
        alt: image.alt,
        inside: left >= -0.5 && right <= width + 0.5,
        // Neither stretched nor squeezed, as far as rounding lets one tell.
        ratio: height === 0 ? 0 : shown / height / (image.naturalWidth / image.naturalHeight),
      }
    })
  const box = (selector) => document.querySelector(selector)?.getBoundingClientRect()
  const body = box('.prose p')
  return {
    overflow: document.documentElement.scrollWidth - width,
    height: document.documentElement.scrollHeight,
    texts,
    pictures,
    margin: body ? Math.round(body.left - box('.sheet').left) : 0,
    column: body ? Math.round(body.width) : 0,
    headings: [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(({ tagName }) =>
      Number(tagName[1]),
    ),
    grounds: [
      ...new Set(
        [...document.querySelectorAll('body, body *')]
          .filter(
            (element) => element.checkVisibility() && !element.closest('.action, .plate, .picture'),
          )
          .map((element) => rgb(getComputedStyle(element).backgroundColor))
          .filter(({ a }) => a > 0)
          .map(luminance),
      ),
    ],
    shown: [...document.querySelectorAll('.on-light, .on-dark')]
      .filter((element) => element.checkVisibility())
      .map((element) => element.className.replace('logo ', '')),
  }
})()
