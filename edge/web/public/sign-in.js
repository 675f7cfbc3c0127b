// Signs in, and goes on to where somebody wanted to go.
import { sendForm } from './form.js'
import { session } from './session.js'

const byId = (id) => document.querySelector(`#${id}`)
const wanted = new URLSearchParams(location.search).get('next')
// Nowhere else: a link to here must not lead to other sites.
const next = wanted === 'devices' ? '/devices' : '/account'

sendForm(byId('sign-in'), {
  onDone: () => location.replace(next),
  onProblem({ code }) {
    byId('again').hidden = code !== 'email_not_verified'
    byId('again').elements.email.value = byId('sign-in').elements.email.value
  },
})
sendForm(byId('again'), { added: () => ({ password: byId('sign-in').elements.password.value }) })
if ((await session) !== null) location.replace(next)
