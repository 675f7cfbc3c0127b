// Fills the live page from /live: figures, lists, and the map.
import { openMap } from './map.js'

const EVENTS_MAX = 9
const MATCHES_MAX = 9
const QUIET_MS = 10_000
const MOVING_MS = 15_000

const byId = (id) => document.querySelector(`#${id}`)
const map = openMap(byId('map'))
const moving = new Map()
let lastEventAt = Date.now()

const source = new EventSource('/live')
source.addEventListener('open', () => show('live', false))
source.addEventListener('error', () => show('lost the platform, reconnecting …', true))
source.addEventListener('message', ({ data }) => take(JSON.parse(data)))
setInterval(() => {
  byId('quiet').hidden = Date.now() - lastEventAt < QUIET_MS
}, 1_000)

function show(text, isLost) {
  byId('state').textContent = text
  byId('state').classList.toggle('lost', isLost)
}

function take({ at, rates, totals, events, matches }) {
  if (events.length > 0) lastEventAt = Date.now()
  for (const { type, device } of events) if (type === 'geo') moving.set(device, at)
  for (const [device, seenAt] of moving) if (at - seenAt > MOVING_MS) moving.delete(device)
  byId('rate').textContent = format(Object.values(rates).reduce((sum, rate) => sum + rate, 0))
  byId('moving').textContent = format(moving.size)
  byId('matches').textContent = format(totals.matches)
  byId('rings').textContent = format(totals.rings)
  prepend(
    byId('event-list'),
    events.map((event) => line(event.type, `${event.device} ${clock(event.time)}`)),
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
  for (const { spot, foundAt } of matches) map.addMatch(spot, Date.parse(foundAt))
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
