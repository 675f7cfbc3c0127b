import { expect, test } from 'vitest'
import { openPeopleWorld } from './open-people-world.fixture.ts'
import { linkTo, MILA, signIn, signUp } from './people-steps.fixture.ts'

test('log lines contain no passwords, addresses or links, and mails contain no passwords', async () => {
  const world = await openPeopleWorld()
  await signUp(world)
  const session = await signIn(world)
  const wrong = 'a wrong but secret guess'
  await world.call('POST /accounts/auth/sign-in/email', { json: { ...MILA, password: wrong } })
  await Promise.all(
    Array.from({ length: 3 }, () =>
      world.call('POST /accounts/auth/sign-up/email', { json: { ...MILA, email: 'otto@example.org' } }),
    ),
  )
  await linkTo(world, 'otto@example.org', 3)
  const logged = world.logged()
  expect(logged).toContain('mail written')
  for (const secret of [MILA.password, wrong, session, MILA.email, 'otto@example.org', 'token=']) {
    expect(logged).not.toContain(secret)
  }
  for (const { subject, text } of await world.mails()) expect(subject + text).not.toContain(MILA.password)
})

test('mails come in the language of the reader', async () => {
  const world = await openPeopleWorld()
  await world.call('POST /accounts/auth/sign-up/email', {
    json: MILA,
    headers: { 'accept-language': 'de-AT,en;q=0.5' },
  })
  expect(await linkTo(world, MILA.email)).toContain('/accounts/auth/verify-email')
  expect((await world.mails())[0]?.text).toContain('dieser Link bestätigt deine Mailadresse')
})
