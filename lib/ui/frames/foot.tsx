/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import type { FrameProps } from '#lib/ui/frame.ts'
import { LanguageSwitch } from './language-switch.tsx'

/** The foot of every page. */
export function Foot({
  language,
  here,
  children,
}: Pick<FrameProps, 'language' | 'here'> & { readonly children?: ComponentChildren }) {
  return (
    <footer class="foot">
      {children}
      <LanguageSwitch language={language} here={here} />
    </footer>
  )
}
