/** @jsxImportSource preact */
import { useList } from '#lib/ui/client/use-list.ts'
import { CallError } from '#lib/ui/components/call-error.tsx'
import { LocalTime } from '#lib/ui/components/local-time.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import type { Language } from '#lib/text/language.ts'
import type { en } from './texts.en.ts'

/** The people whom a person blocked, with a button that unblocks each. */
export function Blocks({
  texts,
  language,
}: {
  readonly texts: (typeof en)['blocks']
  readonly language: Language
}) {
  const list = useList('GET /matching/blocks', {}, true)
  return (
    <Section id="blocks" title={texts.title}>
      <p>{texts.text}</p>
      <ul class="items" id="blocks">
        {list.answer?.items.map(({ person, since }) => (
          <li key={person}>
            <span class="what">{person}</span>
            <span class="more">
              {texts.since} <LocalTime at={since} language={language} />
            </span>
            <button
              type="button"
              class="second"
              onClick={() => void list.change('DELETE /matching/blocks/{person}', { path: { person } })}
            >
              {texts.end}
            </button>
          </li>
        ))}
      </ul>
      {list.answer?.items.length === 0 && (
        <p class="quiet" id="blocks-none">
          {texts.none}
        </p>
      )}
      <CallError problem={list.problem} />
    </Section>
  )
}
