// Signs up, then offers to send the mail again.
import { sendForm } from './form.js'
import './session.js'

const byId = (id) => document.querySelector(`#${id}`)

sendForm(byId('sign-up'), {
  onDone() {
    byId('again').elements.email.value = byId('sign-up').elements.email.value
    byId('sign-up').reset()
    byId('asking').hidden = true
    byId('asked').hidden = false
    byId('asked').querySelector('h1').focus()
  },
})
sendForm(byId('again'))
