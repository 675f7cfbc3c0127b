/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { Logo } from '#lib/ui/components/logo.tsx'

interface EmptyProps {
  readonly title: string
  /** True when the page has no other heading. */
  readonly isWholePage?: boolean
  readonly children?: ComponentChildren
}

/** Says that there is nothing here, and what to do next. */
export function Empty({ title, isWholePage = false, children }: EmptyProps) {
  const Heading = isWholePage ? 'h1' : 'h2'
  return (
    <div class="empty">
      <Logo size={48} isApart />
      <Heading>{title}</Heading>
      {children}
    </div>
  )
}
