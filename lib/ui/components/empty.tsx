import type { ComponentChildren } from 'preact'
import { Logo } from '#lib/ui/components/logo.tsx'

/** Says that there is nothing here, and what to do next. */
export function Empty({
  title,
  children,
}: {
  readonly title: string
  readonly children?: ComponentChildren
}) {
  return (
    <div class="empty">
      <Logo size={48} isApart />
      <Heading>{title}</Heading>
      {children}
    </div>
  )
}
