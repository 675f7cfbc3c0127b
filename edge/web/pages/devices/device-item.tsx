/** @jsxImportSource preact */
import type { AnswerOf } from '#lib/ui/client/call.ts'
import { LocalTime } from '#lib/ui/components/local-time.tsx'
import type { Language } from '#lib/text/language.ts'
import type { en } from './texts.en.ts'

/** What can be done to a device. */
export type Deed = 'settings' | 'rotate' | 'revoke' | 'giveBack'

/** What the item of a device shows. */
interface DeviceItemProps {
  readonly device: AnswerOf<'GET /accounts/devices'>['items'][number]
  readonly texts: typeof en
  readonly language: Language
  readonly onDeed: (deed: Deed) => void
}

/** A device in the list, with the buttons that change it. */
export function DeviceItem({ device, texts, language, onDeed }: DeviceItemProps) {
  const { device_id: id, state, created, key_created: keyCreated } = device
  return (
    <li>
      <span class="what">{id}</span>
      <span class="more">
        {state === 'active' ? texts.states.active : <strong>{texts.states.without_key}</strong>}
        {` · ${texts.since} `}
        <LocalTime at={created} language={language} />
        {keyCreated !== undefined && (
          <>
            {` · ${texts.keySince} `}
            <LocalTime at={keyCreated} language={language} />
          </>
        )}
      </span>
      <span class="buttons">
        <button type="button" data-do="settings" onClick={() => onDeed('settings')}>
          {texts.settings}
        </button>
        {(['rotate', 'revoke', 'giveBack'] as const).map((deed) => (
          <button key={deed} type="button" class="second" data-do={deed} onClick={() => onDeed(deed)}>
            {texts[deed].yes}
          </button>
        ))}
      </span>
    </li>
  )
}
