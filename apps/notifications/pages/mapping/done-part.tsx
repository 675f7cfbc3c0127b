/** @jsxImportSource preact */
import type { en } from './texts.en.ts'

/** An act that worked. */
export type Done =
  | { readonly act: 'tested'; readonly delivery: string }
  | { readonly act: 'cloned'; readonly to: string }
  | { readonly act: 'removed' }

interface DonePartProps {
  readonly done: Done | undefined
  readonly texts: (typeof en)['actions']
}

/** Says what was done, and leads on. */
export function DonePart({ done, texts }: DonePartProps) {
  return (
    <div role="status">
      {done !== undefined && (
        <>
          <p class="done">{texts[done.act]}</p>
          <p>
            <NextLink done={done} texts={texts} />
          </p>
        </>
      )}
    </div>
  )
}

function NextLink({ done, texts }: { readonly done: Done; readonly texts: (typeof en)['actions'] }) {
  switch (done.act) {
    case 'tested':
      return <a href={`/deliveries/${encodeURIComponent(done.delivery)}/why`}>{texts.testedWhy}</a>
    case 'cloned':
      return <a href={`/mappings/${encodeURIComponent(done.to)}`}>{texts.clonedTo}</a>
    case 'removed':
    default:
      return <a href="/mappings">{texts.back}</a>
  }
}
