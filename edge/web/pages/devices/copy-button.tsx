/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'

/** Copies a text, and says so until it loses the focus. Pages without https cannot copy, and show no button. */
export function CopyButton({
  value,
  texts,
}: {
  readonly value: string
  readonly texts: { readonly copy: string; readonly copied: string }
}) {
  const [state, setState] = useState<'missing' | 'ready' | 'copied'>('missing')
  useEffect(() => {
    if ('clipboard' in navigator) setState('ready')
  }, [])
  if (state === 'missing') return null
  return (
    <button
      type="button"
      class="second"
      onClick={() => void navigator.clipboard.writeText(value).then(() => setState('copied'))}
      onBlur={() => setState('ready')}
    >
      {state === 'copied' ? texts.copied : texts.copy}
    </button>
  )
}
