import type { ComponentChildren, VNode } from 'preact'
import type { Language } from '#lib/text/language.ts'
import type { Assets } from '#lib/ui/assets.ts'

/** What is put around the content of a page. */
export interface FrameProps {
  readonly language: Language
  readonly assets: Assets
  /** The path and the query of the page, to which a switch of the language returns. */
  readonly here: string
  readonly children: ComponentChildren
}

/** A component that puts the header and the footer around a page. */
export type Frame = (props: FrameProps) => VNode
