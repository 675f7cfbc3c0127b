/** @jsxImportSource preact */
import type { FrameProps } from '#lib/ui/frame.ts'
import { frameTexts } from './frame-texts.ts'

/** The id of the content of a page. */
export const CONTENT = 'content'

/** The first link of each page: it leads readers who use a keyboard past the header. It is seen while it has the focus. */
export function SkipLink({ language }: Pick<FrameProps, 'language'>) {
  return (
    <a class="skip" href={`#${CONTENT}`}>
      {frameTexts[language].skip}
    </a>
  )
}
