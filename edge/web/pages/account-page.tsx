/** @jsxImportSource hono/jsx */
import type { Language } from '#lib/http/preferred-language.ts'
import { accountTexts } from '../texts/account-texts.ts'
import { signTexts } from '../texts/sign-texts.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { FormField, FormOutcome, NewPasswordField } from './form-field.tsx'
import { PeoplePage } from './people-page.tsx'

/** Who somebody is here, where they are signed in, and their way out. */
export function AccountPage({ language }: { language: Language }) {
  const texts = accountTexts[language]
  return (
    <PeoplePage language={language} title={texts.title} script="account.js" isPersonal>
      <h1>{texts.title}</h1>
      <dl class="facts">
        <dt>{texts.email}</dt>
        <dd id="email"></dd>
        <dt>{texts.role}</dt>
        <dd id="role"></dd>
        <dt>{texts.id}</dt>
        <dd id="person"></dd>
      </dl>

      <section aria-labelledby="password-title">
        <h2 id="password-title">{texts.password.title}</h2>
        <form id="password" method="post" action="/accounts/auth/change-password">
          <input type="text" id="password-username" autocomplete="username" hidden />
          <FormField
            form="password"
            name="currentPassword"
            label={texts.password.current}
            type="password"
            autocomplete="current-password"
          />
          <NewPasswordField
            form="password"
            name="newPassword"
            label={texts.password.next}
            hint={signTexts[language].passwordHint}
          />
          <FormOutcome />
          <button type="submit" disabled data-done={texts.password.done}>
            {texts.password.submit}
          </button>
        </form>
      </section>

      <section aria-labelledby="sessions-title">
        <h2 id="sessions-title">{texts.sessions.title}</h2>
        <p>{texts.sessions.text}</p>
        <List id="sessions" />
        <template id="session">
          <li>
            <span class="what"></span>
            <span class="more">
              <span data-part="address"></span> {texts.sessions.since} <time></time>{' '}
              <strong data-part="here">{texts.sessions.here}</strong>
            </span>
            <button type="button" class="second">
              {texts.sessions.end}
            </button>
          </li>
        </template>
        <button type="button" class="second" id="end-others">
          {texts.sessions.endOthers}
        </button>
      </section>

      <div id="own">
        <section aria-labelledby="devices-title">
          <h2 id="devices-title">{texts.devices.title}</h2>
          <List id="devices" none={texts.devices.none} />
          <p>
            <a href="/devices">{texts.devices.manage}</a>
          </p>
        </section>

        <section aria-labelledby="blocks-title">
          <h2 id="blocks-title">{texts.blocks.title}</h2>
          <p>{texts.blocks.text}</p>
          <List id="blocks" none={texts.blocks.none} />
          <template id="block">
            <li>
              <span class="what"></span>
              <span class="more">
                {texts.blocks.since} <time></time>
              </span>
              <button type="button" class="second">
                {texts.blocks.end}
              </button>
            </li>
          </template>
        </section>
      </div>

      <section aria-labelledby="take-title">
        <h2 id="take-title">{texts.take.title}</h2>
        <p>{texts.take.text}</p>
        <p>
          <a href="/accounts/people/me/export" download>
            {texts.take.link}
          </a>
        </p>
      </section>

      <section aria-labelledby="leave-title">
        <h2 id="leave-title">{texts.leave.title}</h2>
        <p>{texts.leave.text}</p>
        <button type="button" class="danger" id="leave">
          {texts.leave.open}
        </button>
        <DeleteDialog texts={texts.leave} />
      </section>
    </PeoplePage>
  )
}

function List({ id, none }: { id: string; none?: string }) {
  return (
    <>
      <ul class="items" id={id}></ul>
      {none !== undefined && (
        <p class="none" id={`${id}-none`} hidden>
          {none}
        </p>
      )}
      <p class="error" id={`${id}-error`} role="alert"></p>
    </>
  )
}
