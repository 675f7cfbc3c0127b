/** @jsxImportSource preact */
import { Logo } from '#lib/ui/components/logo.tsx'

/** The name of the platform, which leads to the front page. */
export function Brand() {
  return (
    <a class="brand" href="/">
      <Logo /> Pushtech
    </a>
  )
}
