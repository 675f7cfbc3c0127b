// Offers another mail where the link was no longer good.
import { sendForm } from './form.js'
import './session.js'

const again = document.querySelector('#again')
if (again) sendForm(again)
