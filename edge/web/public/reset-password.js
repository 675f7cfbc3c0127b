// Asks for the mail; with the token of its link, which no server sees, asks for the new password.
import { sendForm } from './form.js'
import './session.js'

const byId = (id) => document.querySelector(`#${id}`)
const token = new URLSearchParams(location.hash.slice(1)).get('token')

if (token !== null) {
  // Neither in the history, nor for who looks over a shoulder.
  history.replaceState(null, '', location.pathname)
  byId('asking').hidden = true
  byId('choosing').hidden = false
}
sendForm(byId('ask'))
sendForm(byId('choose'), { added: () => ({ token }), onDone: () => byId('choose').reset() })
