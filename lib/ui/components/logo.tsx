/** @jsxImportSource preact */
/**
 * Two circles that meet: a ring is looking, a disc is having, a solid lens is where they meet. Apart, they show that nothing
 * has been found.
 */
export function Logo({ size = 28, isApart = false }: { readonly size?: number; readonly isApart?: boolean }) {
  return (
    <svg
      class="logo"
      width={isApart ? size * 1.5 : size}
      height={size}
      viewBox={isApart ? '0 0 48 32' : '0 0 32 32'}
      aria-hidden="true"
    >
      <circle class="disc" cx={isApart ? 36 : 20} cy="16" r="9" />
      <circle class="ring" cx="12" cy="16" r="7.5" />
      {!isApart && <path class="lens" d="M16 7.94A9 9 0 0 1 16 24.06A9 9 0 0 1 16 7.94Z" />}
    </svg>
  )
}
