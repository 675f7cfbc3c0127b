/** @jsxImportSource hono/jsx */
import { isLoopbackHost } from '#lib/http/loopback.ts'
import type { Language } from '#lib/http/preferred-language.ts'
import { devicesTexts } from '../texts/devices-texts.ts'
import { phoneAppTexts } from '../texts/phone-app-texts.ts'
import { AskDialog } from './ask-dialog.tsx'
import { FormField, FormOutcome } from './form-field.tsx'
import { PeoplePage } from './people-page.tsx'
import { PhoneApp } from './phone-app.tsx'

/** What the page of devices knows. */
interface DevicesPageProps {
  readonly language: Language
  /** Where phones reach this platform. */
  readonly publicOrigin: string
}

/** The devices of a person, and how an app speaks for one. */
export function DevicesPage({ language, publicOrigin }: DevicesPageProps) {
  const texts = devicesTexts[language]
  return (
    <PeoplePage language={language} title={texts.title} script="devices.js" isPersonal>
      <h1>{texts.title}</h1>
      <p>{texts.text}</p>
      <ul class="items" id="devices"></ul>
      <p class="none" id="devices-none" hidden>
        {texts.none}
      </p>
      <p class="error" id="devices-error" role="alert"></p>
      <template id="device">
        <li>
          <span class="what"></span>
          <span class="more">
            <span data-state="active">{texts.states.active}</span>
            <strong data-state="without_key">{texts.states.without_key}</strong>
            <span data-part="created">
              {' '}
              · {texts.since} <time></time>
            </span>
            <span data-part="key_created">
              {' '}
              · {texts.keySince} <time></time>
            </span>
          </span>
          <span class="buttons">
            <button type="button" data-do="settings">
              {texts.settings}
            </button>
            <button type="button" class="second" data-do="rotate">
              {texts.rotate.yes}
            </button>
            <button type="button" class="second" data-do="revoke">
              {texts.revoke.yes}
            </button>
            <button type="button" class="second" data-do="give-back">
              {texts.giveBack.yes}
            </button>
          </span>
        </li>
      </template>

      <section id="key" aria-labelledby="key-title" data-origin={publicOrigin} hidden>
        <h2 id="key-title" tabindex={-1}>
          {texts.key.title} <span data-name></span>
        </h2>
        <p>{texts.key.text}</p>
        {isLoopbackHost(new URL(publicOrigin).host) ? (
          <p class="warning">{texts.key.local}</p>
        ) : (
          publicOrigin.startsWith('http:') && <p class="warning">{texts.key.plain}</p>
        )}
        {phoneAppTexts[language].map((app) => (
          <PhoneApp texts={app} keyTexts={texts.key} />
        ))}
        <p>
          <button type="button" class="second" id="hide-key">
            {texts.key.close}
          </button>
        </p>
      </section>

      <section aria-labelledby="add-title">
        <h2 id="add-title">{texts.add.title}</h2>
        <p>{texts.add.text}</p>
        <form id="add" method="post" action="/accounts/devices">
          <FormField
            form="add"
            name="device_id"
            label={texts.add.name}
            type="text"
            autocomplete="off"
            hint={texts.add.hint}
            maxlength={64}
            pattern="[A-Za-z0-9._\-]+"
          />
          <FormOutcome />
          <button type="submit" disabled>
            {texts.add.submit}
          </button>
        </form>
      </section>

      <AskDialog id="rotate" question={texts.rotate} no={texts.cancel} />
      <AskDialog id="revoke" question={texts.revoke} no={texts.cancel} />
      <AskDialog id="give-back" question={texts.giveBack} no={texts.cancel} />
    </PeoplePage>
  )
}
