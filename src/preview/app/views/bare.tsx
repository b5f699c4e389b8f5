// The letter alone, for pictures: no tools, no margin; says how high it is once it stands with its images.

import { place } from '../address.ts'
import { heightOf, imagesOf } from '../letter/frame.ts'
import { Sheet } from '../letter/sheet.tsx'
import { shown } from '../store.ts'

export function Bare() {
  const letter = shown.value?.letter
  const problems = shown.value?.problems ?? []
  const { ground, images } = place.value
  if (!letter) return <p>{problems.map(({ message }) => message).join(' ')}</p>
  return (
    <div class="bare">
      <Sheet
        letter={letter}
        label="The letter"
        width={0}
        ground={ground}
        images={images}
        onFilled={(doc) => {
          void imagesOf(doc).then(() => {
            requestAnimationFrame(() => {
              document.documentElement.dataset.letterHeight = String(heightOf(doc))
            })
          })
        }}
      />
    </div>
  )
}
