/** @jsxImportSource preact */
import type { SubjectKind } from '#lib/subjects/choices.ts'

const SIZE = 20

/** A ring for a search, a disc for an offer. A word always stands beside it. */
export function KindSign({ kind }: { readonly kind: SubjectKind }) {
  return (
    <svg class="logo" width={SIZE} height={SIZE} viewBox="0 0 20 20" aria-hidden="true">
      {kind === 'search' ? (
        <circle class="ring" cx="10" cy="10" r="7" />
      ) : (
        <circle class="disc" cx="10" cy="10" r="8.5" />
      )}
    </svg>
  )
}
