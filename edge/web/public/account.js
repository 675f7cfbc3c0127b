// The page of an account: who I am, where I am signed in, whom I blocked, and the way out.
import { call, wordsFor } from './call.js'
import { browserName } from './browser-name.js'
import { sendForm } from './form.js'
import { copyOf, fillList, showDate } from './items.js'
import { session as sessionInTime } from './session.js'

const byId = (id) => document.querySelector(`#${id}`)

async function showDevices() {
  const devices = await itemsOf('devices', '/accounts/devices')
  fillList(
    byId('devices'),
    devices.map((device) => {
      const item = document.createElement('li')
      item.textContent = device.device_id
      return item
    }),
  )
}

async function showSessions() {
  const sessions = await itemsOf('sessions', '/accounts/auth/list-sessions')
  const others = sessions.filter(({ id }) => id !== session.session.id)
  byId('end-others').hidden = others.length === 0
  fillList(
    byId('sessions'),
    sessions.map(({ id, token, userAgent, ipAddress, createdAt }) => {
      const item = copyOf('session')
      item.querySelector('.what').textContent = browserName(userAgent)
      item.querySelector('[data-part=address]').textContent = ipAddress
      showDate(item.querySelector('time'), createdAt)
      const isHere = id === session.session.id
      item.querySelector('[data-part=here]').hidden = !isHere
      const button = item.querySelector('button')
      button.hidden = isHere
      button.addEventListener(
        'click',
        () => void change('sessions', ['POST', '/accounts/auth/revoke-session', { token }], showSessions),
      )
      return item
    }),
  )
}

async function showBlocks() {
  const blocks = await itemsOf('blocks', '/matching/blocks')
  fillList(
    byId('blocks'),
    blocks.map(({ person, since }) => {
      const item = copyOf('block')
      item.querySelector('.what').textContent = person
      showDate(item.querySelector('time'), since)
      item
        .querySelector('button')
        .addEventListener(
          'click',
          () =>
            void change('blocks', ['DELETE', `/matching/blocks/${encodeURIComponent(person)}`], showBlocks),
        )
      return item
    }),
  )
}

async function itemsOf(list, path) {
  const { ok, body, problem } = await call('GET', path)
  byId(`${list}-error`).textContent = ok ? '' : wordsFor(problem)
  return ok ? (body.items ?? body) : []
}

async function change(list, [method, path, json], showAgain) {
  const { ok, problem } = await call(method, path, json)
  if (ok) await showAgain()
  else byId(`${list}-error`).textContent = wordsFor(problem)
}

byId('end-others').addEventListener(
  'click',
  () => void change('sessions', ['POST', '/accounts/auth/revoke-other-sessions'], showSessions),
)
sendForm(byId('password'), {
  onDone() {
    byId('password').elements.currentPassword.value = ''
    byId('password').elements.newPassword.value = ''
    void showSessions()
  },
})
byId('leave').addEventListener('click', () => byId('leaving').showModal())
byId('leaving')
  .querySelector('[data-close]')
  .addEventListener('click', () => byId('leaving').close())
byId('leaving').addEventListener('close', () =>
  byId('left').hidden ? byId('delete').reset() : location.replace('/'),
)
sendForm(byId('delete'), {
  onDone({ copies_until: copiesUntil }) {
    const day = new Date(copiesUntil).toLocaleDateString(document.documentElement.lang, { dateStyle: 'long' })
    byId('left').textContent = byId('left').dataset.done.replace('{day}', day)
    byId('left').hidden = false
    byId('left-home').hidden = false
    byId('delete').hidden = true
    document.body.dataset.session = 'left'
  },
})

const session = await sessionInTime
if (session !== null) {
  const { user } = session
  byId('email').textContent = user.email
  byId('role').textContent = user.role
  byId('person').textContent = user.id
  byId('password-username').value = user.email
  void showSessions()
  // Who looks after the platform has neither.
  byId('own').hidden = user.role !== 'person'
  if (user.role === 'person') {
    void showDevices()
    void showBlocks()
  }
}
