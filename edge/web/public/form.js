// Forms that send JSON, and show at each field what the station says of it.
import { call, wordsFor } from './call.js'

/**
 * Sends a form when it is submitted, with what `added` adds, and calls `onDone` with the answer. What is wrong is shown at
 * its field, and `onProblem` hears of it; what was done is said in the words of the button.
 */
export function sendForm(form, { added = () => ({}), onDone = () => {}, onProblem = () => {} } = {}) {
  const button = form.querySelector('[type=submit]')
  // Until now the browser itself would have sent the form, and not as JSON.
  button.disabled = false
  form.addEventListener('input', ({ target }) => clear(form, target.name))
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    clear(form)
    button.disabled = true
    const method = form.dataset.method ?? 'POST'
    const answer = await call(method, form.getAttribute('action'), { ...valuesOf(form), ...added() })
    button.disabled = false
    if (answer.ok) {
      say(form.querySelector('.done'), button.dataset.done ?? '')
      onDone(answer.body)
    } else {
      showProblem(form, answer.problem)
      onProblem(answer.problem)
    }
  })
}

function valuesOf(form) {
  const inputs = [...form.elements].filter(({ name, type }) => name !== '' && type !== 'submit')
  return Object.fromEntries(
    inputs.map((input) => [input.name, input.type === 'checkbox' ? input.checked : input.value]),
  )
}

function showProblem(form, problem) {
  const field = form.elements[problem.field]
  const place = form.querySelector(
    `[data-error="${field || problem.field === 'token' ? problem.field : ''}"]`,
  )
  say(place ?? form.querySelector('[data-error=""]'), wordsFor(problem))
  if (!field) return
  field.setAttribute('aria-invalid', 'true')
  field.focus()
}

function clear(form, name) {
  const isMeant = (place) => name === undefined || place.dataset.error === name || place.dataset.error === ''
  for (const place of form.querySelectorAll('[data-error]')) if (isMeant(place)) say(place, '')
  say(form.querySelector('.done'), '')
  for (const field of form.elements)
    if (name === undefined || field.name === name) field.removeAttribute('aria-invalid')
}

function say(place, text) {
  if (place && place.textContent !== text) place.textContent = text
}
