/** @jsxImportSource preact */
import type { Session } from '#lib/ui/client/session.ts'
import type { List } from '#lib/ui/client/use-list.ts'
import type { AnswerOf } from '#lib/ui/client/call.ts'
import { CallError } from '#lib/ui/components/call-error.tsx'
import { LocalTime } from '#lib/ui/components/local-time.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import type { Language } from '#lib/text/language.ts'
import { browserName } from './browser-name.ts'
import type { en } from './texts.en.ts'

interface SessionsProps {
  readonly texts: (typeof en)['sessions']
  readonly language: Language
  /** That of this browser. */
  readonly session: Session
  readonly list: List<AnswerOf<'GET /accounts/auth/list-sessions'>>
}

/** Where a person is signed in, with a button that ends each session but this one. */
export function Sessions({ texts, language, session: { session: here }, list }: SessionsProps) {
  const sessions = list.answer ?? []
  return (
    <Section id="sessions" title={texts.title}>
      <p>{texts.text}</p>
      <ul class="items" id="sessions">
        {sessions.map(({ id, token, userAgent, ipAddress, createdAt }) => (
          <li key={id}>
            <span class="what">{browserName(userAgent ?? '')}</span>
            <span class="more">
              {ipAddress} {texts.since} <LocalTime at={createdAt} language={language} />{' '}
              {id === here.id && <strong>{texts.here}</strong>}
            </span>
            {id !== here.id && (
              <button
                type="button"
                class="second"
                onClick={() => void list.change('POST /accounts/auth/revoke-session', { body: { token } })}
              >
                {texts.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      <CallError problem={list.problem} />
      {sessions.length > 1 && (
        <button
          type="button"
          class="second"
          id="end-others"
          onClick={() => void list.change('POST /accounts/auth/revoke-other-sessions', {})}
        >
          {texts.endOthers}
        </button>
      )}
    </Section>
  )
}
