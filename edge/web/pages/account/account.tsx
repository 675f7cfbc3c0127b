/** @jsxImportSource preact */
import { useList } from '#lib/ui/client/use-list.ts'
import { useSession } from '#lib/ui/client/use-session.ts'
import { Field, Form, NewPasswordField } from '#lib/ui/components/form.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import type { Language } from '#lib/text/language.ts'
import { Blocks } from './blocks.tsx'
import { DeleteAccount } from './delete-account.tsx'
import { OwnDevices } from './own-devices.tsx'
import { Sessions } from './sessions.tsx'
import type { en } from './texts.en.ts'

/** The account page: mail address, role, id, password, sessions, devices, blocked people, export and deletion. */
export function Account({ texts, language }: { readonly texts: typeof en; readonly language: Language }) {
  const session = useSession()
  const sessions = useList('GET /accounts/auth/list-sessions', {}, session !== undefined && session !== null)
  if (session === undefined || session === null) return <h1>{texts.title}</h1>
  const { user } = session
  const { roles } = texts
  return (
    <>
      <h1>{texts.title}</h1>
      <dl class="facts">
        <dt>{texts.email}</dt>
        <dd id="email">{user.email}</dd>
        <dt>{texts.role}</dt>
        <dd id="role">{isRole(user.role, roles) ? roles[user.role] : user.role}</dd>
        <dt>{texts.id}</dt>
        <dd id="person">{user.id}</dd>
      </dl>
      <Section id="password" title={texts.password.title}>
        <Form
          id="password"
          operation="POST /accounts/auth/change-password"
          submit={texts.password.submit}
          done={texts.password.done}
          onDone={(_, { form }) => {
            form.reset()
            void sessions.reload()
          }}
        >
          {/* Tells password managers the account. The input has no name attribute, so the form does not send it. */}
          <input type="text" autocomplete="username" value={user.email} readOnly hidden />
          <Field
            name="currentPassword"
            label={texts.password.current}
            type="password"
            autocomplete="current-password"
          />
          <NewPasswordField name="newPassword" label={texts.password.next} hint={texts.passwordHint} />
        </Form>
      </Section>
      <Sessions texts={texts.sessions} language={language} session={session} list={sessions} />
      {/* Only accounts with the role person use devices and matches. */}
      {user.role === 'person' && (
        <>
          <OwnDevices texts={texts.devices} />
          <Blocks texts={texts.blocks} language={language} />
        </>
      )}
      <Section id="export" title={texts.export.title}>
        <p>{texts.export.text}</p>
        <p>
          <a href="/accounts/people/me/export" download>
            {texts.export.link}
          </a>
        </p>
      </Section>
      <DeleteAccount texts={texts.deletion} language={language} email={user.email} />
    </>
  )
}

function isRole<Roles extends object>(role: string, roles: Roles): role is string & keyof Roles {
  return Object.hasOwn(roles, role)
}
