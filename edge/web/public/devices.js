// The page of devices: adds them, gives settings for apps, and ends keys.
import { call, wordsFor } from './call.js'
import { drawCode } from './draw-code.js'
import { sendForm } from './form.js'
import { copyOf, fillList, showDate } from './items.js'
import { phoneApps } from './phone-apps.js'
import { session } from './session.js'

const SUGGESTED_DIGITS = 4

const byId = (id) => document.querySelector(`#${id}`)

// What each button of a device does, and after which question.
const DEEDS = {
  settings: { method: 'POST', path: () => '/accounts/devices', json: (id) => ({ device_id: id }) },
  rotate: { asks: true, method: 'POST', path: (id) => `${pathOf(id)}/rotate` },
  revoke: { asks: true, method: 'POST', path: (id) => `${pathOf(id)}/revoke` },
  'give-back': { asks: true, method: 'DELETE', path: pathOf },
}

async function showDevices() {
  const { ok, body, problem } = await call('GET', '/accounts/devices')
  byId('devices-error').textContent = ok ? '' : wordsFor(problem)
  if (ok) fillList(byId('devices'), body.items.map(itemOf))
}

function itemOf(device) {
  const item = copyOf('device')
  item.querySelector('.what').textContent = device.device_id
  for (const state of item.querySelectorAll('[data-state]'))
    state.hidden = state.dataset.state !== device.state
  for (const part of item.querySelectorAll('[data-part]')) {
    const date = device[part.dataset.part]
    part.hidden = date === undefined
    if (date !== undefined) showDate(part.querySelector('time'), date)
  }
  for (const button of item.querySelectorAll('[data-do]'))
    button.addEventListener('click', () => void act(button.dataset.do, device.device_id))
  return item
}

async function act(name, id) {
  const { asks, method, path, json } = DEEDS[name]
  if (asks && !(await isMeant(byId(name), id))) return
  const { ok, body, problem } = await call(method, path(id), json?.(id))
  // Whatever key is shown may be void now.
  hideKey()
  if (ok && body?.key !== undefined) showKey(id, body.key)
  await showDevices()
  if (!ok) byId('devices-error').textContent = wordsFor(problem)
}

function pathOf(id) {
  return `/accounts/devices/${encodeURIComponent(id)}`
}

function isMeant(dialog, id) {
  dialog.querySelector('[data-name]').textContent = id
  dialog.returnValue = 'no'
  dialog.showModal()
  const { promise, resolve } = Promise.withResolvers()
  dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true })
  return promise
}

function showKey(device, key) {
  const panel = byId('key')
  const apps = phoneApps({ origin: panel.dataset.origin, device, key })
  panel.querySelector('[data-name]').textContent = device
  panel.querySelector('[data-app]').open = true
  for (const place of panel.querySelectorAll('[data-app]')) {
    const { values, link } = apps[place.dataset.app]
    for (const code of place.querySelectorAll('[data-value]')) code.textContent = values[code.dataset.value]
    if (link === undefined) continue
    place.querySelector('[data-link]').href = link
    drawCode(place.querySelector('.code'), link)
  }
  panel.hidden = false
  byId('key-title').focus()
}

function hideKey() {
  const panel = byId('key')
  panel.hidden = true
  for (const code of panel.querySelectorAll('[data-value]')) code.textContent = ''
  for (const link of panel.querySelectorAll('[data-link]')) link.removeAttribute('href')
  for (const code of panel.querySelectorAll('.code')) code.replaceChildren()
}

async function copyBeside(button) {
  await navigator.clipboard.writeText(button.parentElement.querySelector('[data-value]').textContent)
  button.textContent = button.dataset.done
}

// A name nobody else is likely to have; it can be changed before it is sent.
function suggestName() {
  const kind = /iPhone|iPad/u.test(navigator.userAgent)
    ? 'iphone'
    : /Android/u.test(navigator.userAgent)
      ? 'android'
      : 'phone'
  const digits = crypto.getRandomValues(new Uint32Array(1))[0].toString(36).slice(0, SUGGESTED_DIGITS)
  byId('add').elements.device_id.value = `${kind}-${digits}`
}

for (const button of document.querySelectorAll('[data-copy]')) {
  const said = button.textContent
  // Pages without https may not copy.
  button.hidden = navigator.clipboard === undefined
  button.addEventListener('click', () => void copyBeside(button))
  button.addEventListener('blur', () => {
    button.textContent = said
  })
}
byId('hide-key').addEventListener('click', hideKey)
// Nor does the browser keep it for the way back.
addEventListener('pagehide', hideKey)
sendForm(byId('add'), {
  onDone({ device_id: id, key }) {
    showKey(id, key)
    suggestName()
    void showDevices()
  },
})
suggestName()
if ((await session) !== null) void showDevices()
