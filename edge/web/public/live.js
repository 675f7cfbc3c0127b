// Fills the live page from /live: figures, lists, and the map.
import { cutText } from './cut-text.js'
import { openMap } from './map.js'

const EVENTS_MAX = 9
const MATCHES_MAX = 9
const QUIET_MS = 10_000
const MOVING_MS = 15_000
const AGAIN_MS = 2_000
const SEEN_MAX = 500
const TITLE_MAX = 32

const byId = (id) => document.querySelector(`#${id}`)
const map = openMap(byId('map'))
const moving = new Map()
const seenMatches = new Set()
let lastEventAt = Date.now()
let isLost = true
let mayTryAgain = document.body.dataset.live === 'public'

connect()
setInterval(() => {
  byId('quiet').hidden = isLost || Date.now() - lastEventAt < QUIET_MS
}, 1_000)

function connect() {
  const source = new EventSource('/live')
  source.addEventListener('open', () => {
    mayTryAgain = true
    show('live', false)
  })
  source.addEventListener('message', ({ data }) => take(JSON.parse(data)))
  source.addEventListener('error', () => {
    if (source.readyState !== EventSource.CLOSED) return show('lost the platform, reconnecting …', true)
    // A browser goes on after a broken connection, but gives up after an answer such as 503, or when nobody signed in.
    if (!mayTryAgain) return show('for operators only: reload to sign in', true)
    show('the platform does not answer, trying again …', true)
    setTimeout(connect, AGAIN_MS)
  })
}

function show(text, isBad) {
  isLost = isBad
  byId('state').textContent = text
  byId('state').classList.toggle('lost', isBad)
  byId('state').classList.toggle('good', !isBad)
}

function take({ at, rates, totals, events, matches: last }) {
  const matches = last.filter(isNew)
  if (events.length > 0) lastEventAt = Date.now()
  for (const { type, device } of events) if (type === 'geo') moving.set(device, at)
  for (const [device, seenAt] of moving) if (at - seenAt > MOVING_MS) moving.delete(device)
  byId('rate').textContent = format(Object.values(rates).reduce((sum, rate) => sum + rate, 0))
  byId('moving').textContent = format(moving.size)
  byId('matches').textContent = format(totals.matches)
  byId('rings').textContent = format(totals.rings)
  prepend(
    byId('event-list'),
    events.map((event) => line(event.type, `${whereOf(event)} ${clock(event.time)}`)),
    EVENTS_MAX,
  )
  prepend(
    byId('match-list'),
    matches
      .toReversed()
      .map((match) => line(match.title, `${match.distanceClass} km ${clock(match.foundAt)}`)),
    MATCHES_MAX,
  )
  byId('rate-list').replaceChildren(
    ...Object.entries(rates)
      .toSorted(([, a], [, b]) => b - a)
      .flatMap(([type, rate]) => [element('dt', type), element('dd', `${format(rate)}/s`)]),
  )
  for (const { at: place, device } of events) if (place) map.addPhone(device, place)
  for (const { spot, foundAt, title } of matches)
    map.addMatch(spot, Date.parse(foundAt), cutText(title, TITLE_MAX))
}

// After a broken connection the last matches come once more.
function isNew({ id }) {
  if (seenMatches.has(id)) return false
  seenMatches.add(id)
  if (seenMatches.size > SEEN_MAX) seenMatches.delete(seenMatches.values().next().value)
  return true
}

function prepend(list, lines, max) {
  if (lines.length === 0) return
  list.querySelector('.none')?.remove()
  list.prepend(...lines.toReversed())
  while (list.childElementCount > max) list.lastElementChild.remove()
}

function line(title, detail) {
  const item = document.createElement('li')
  item.append(element('b', title), element('span', detail))
  return item
}

// The city is XX where the address has none, as on one's own machine.
function whereOf({ city, device }) {
  return city === '' || city === 'XX' ? device : `${city} · ${device}`
}

function element(name, text) {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

function format(value) {
  return value.toLocaleString('en', { maximumFractionDigits: 1 })
}

function clock(time) {
  return new Date(time).toLocaleTimeString('en-GB')
}
