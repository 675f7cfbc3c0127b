/** @jsxImportSource preact */
import { KindSign } from '#lib/ui/components/kind-sign.tsx'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { en } from './texts.en.ts'

/** Whether somebody is looking or offering: a sign, always with a word. */
export function KindMark({
  kind,
  texts,
}: {
  readonly kind: SubjectKind
  readonly texts: Pick<typeof en, 'kinds'>
}) {
  return (
    <span class={`kind ${kind}`}>
      <KindSign kind={kind} /> {texts.kinds[kind]}
    </span>
  )
}
