// The live tail: newest rows first, with a maximum number of rows.
const ROWS_MAX = 200
const COUNTS_MAX = 12
const AGAIN_MS = 2_000
const COLUMNS = ['time', 'topic', 'type', 'place', 'source', 'device', 'city', 'klag', 'params']

const rows = document.querySelector('#rows')
const state = document.querySelector('#state')
const countsOut = document.querySelector('#counts')
const pauseButton = document.querySelector('#pause')
const form = document.querySelector('#filter')
const totals = new Map()
let isPaused = false

const type = new URLSearchParams(location.search).get('type') ?? ''

connect()

function connect() {
  const source = new EventSource(`/kafidx/tail?type=${encodeURIComponent(type)}`)
  source.addEventListener('open', () => {
    state.textContent = 'live'
  })
  source.addEventListener('message', ({ data }) => take(JSON.parse(data)))
  source.addEventListener('error', () => {
    state.textContent = 'connection lost, reconnecting …'
    // A browser reconnects after a broken connection, but not after an answer such as 502.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN_MS)
  })
}

function take({ rows: news, counts, dropped }) {
  for (const [key, count] of Object.entries(counts)) totals.set(key, (totals.get(key) ?? 0) + count)
  countsOut.textContent = [...totals]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, COUNTS_MAX)
    .map(([key, count]) => `${key} ${count}`)
    .join(' · ')
  state.textContent = dropped ? `live, ${dropped} not shown` : 'live'
  if (isPaused) return
  document.querySelector('#empty').hidden = true
  rows.prepend(...news.toReversed().map(toRow))
  while (rows.childElementCount > ROWS_MAX) rows.lastElementChild.remove()
}

pauseButton.addEventListener('click', () => {
  isPaused = !isPaused
  pauseButton.setAttribute('aria-pressed', String(isPaused))
  pauseButton.textContent = isPaused ? 'Resume' : 'Pause'
})

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const wanted = new FormData(form).get('type').trim()
  location.search = wanted === '' ? '' : `?type=${encodeURIComponent(wanted)}`
})

function toRow(row) {
  const line = document.createElement('tr')
  for (const column of COLUMNS) {
    const cell = document.createElement('td')
    cell.className = column
    cell.textContent = column === 'time' ? row.time.slice(11, 23) : String(row[column] ?? '')
    line.append(cell)
  }
  return line
}
