// Signs up, then offers to send the mail again.
import { sendForm } from './form.js'
import './session.js'

const byId = (id) => document.querySelector(`#${id}`)

let password = ''

sendForm(byId('sign-up'), {
  onDone() {
    const { elements } = byId('sign-up')
    byId('again').elements.email.value = elements.email.value
    password = elements.password.value
    byId('sign-up').reset()
    byId('asking').hidden = true
    byId('asked').hidden = false
    byId('asked').querySelector('h1').focus()
  },
})
sendForm(byId('again'), { added: () => ({ password }) })
